"""Who may use the bot: closed until the operator opens it."""

import pytest

from bot.core.access import Allowed, may_use
from bot.core.ids import Snowflake
from bot.core.session import Actor

PERSON, ROLE, GUILD, OWNER = Snowflake(1), Snowflake(2), Snowflake(3), Snowflake(4)
ACTOR = Actor(id=PERSON, name="Mira", roles=frozenset({ROLE, Snowflake(9)}))


def may(allowed: Allowed, *, guild: Snowflake | None = GUILD, actor: Actor = ACTOR) -> bool:
    return may_use(actor, guild=guild, allowed=allowed, owners=frozenset({OWNER}))


def test_closed_by_default() -> None:
    """With nothing set, nobody but an owner of the application may."""
    assert not may(Allowed())
    assert not may(Allowed(), guild=None)
    assert may(Allowed(), actor=Actor(id=OWNER, name="Olga"))


@pytest.mark.parametrize("opened", [PERSON, ROLE, GUILD])
def test_opened_by_any_id(opened: Snowflake) -> None:
    """The person's id, one of their roles or the server's id opens it."""
    assert may(Allowed(frozenset({Snowflake(8), opened})))


def test_another_id_opens_nothing() -> None:
    """Ids of others do not open it."""
    assert not may(Allowed(frozenset({Snowflake(8)})))


def test_a_server_opens_no_direct_message() -> None:
    """In a direct message there is no server that could open it; the person's own id does."""
    assert not may(Allowed(frozenset({GUILD})), guild=None, actor=Actor(id=PERSON, name="Mira"))
    assert may(Allowed(frozenset({PERSON})), guild=None)


def test_everyone_is_everyone() -> None:
    """Where everyone may, everyone may."""
    assert may(Allowed(everyone=True), guild=None)
