"""`/mcp` asks itself who may, whatever Discord let through: servers can open a command to anybody."""

from pathlib import Path

import pytest

from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.servers import MOST_SERVERS, AddedServer
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.journal import Entry
from tests.surface import coming
from tests.surface.coming import Json, answer, form, said, store
from tests.surface.whole import Whole, whole

SECRET = "hush-hush-4711"
VERBS = {
    "add": {"name": "weather", "url": "https://tools.example/mcp"},
    "list": {},
    "test": {"name": "weather"},
    "remove": {"name": "weather"},
}


def command(
    here: Whole, name: str, verb: str, options: Json, kind: InteractionType = InteractionType.COMMAND
) -> Interaction:
    return coming.command(here, name, f"mcp {verb}", options, kind)


def weather(here: Whole, name: str = "weather") -> AddedServer:
    return AddedServer(
        guild=Snowflake(here.world.guild.id),
        name=name,
        url=f"https://tools.example/mcp?key={SECRET}",
        headers={"Authorization": SECRET},
        added_by=Snowflake(here.person("Ada").id),
        added_at=Milliseconds(0),
    )


@pytest.mark.parametrize("verb", VERBS)
async def test_who_does_not_manage_the_server_is_refused(tmp_path: Path, verb: str) -> None:
    """Each verb says which permission it needs, and does nothing."""
    async with whole(tmp_path) as here:
        await store(here).servers.add(weather(here))
        sentence = await said(here, command(here, "Grace", verb, VERBS[verb]))

        assert sentence == say("denied.manage")
        assert await store(here).servers.names(Snowflake(here.world.guild.id)) == ("weather",)


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_not_use_the_bot_is_refused(tmp_path: Path, verb: str) -> None:
    """A manager whom the operator has not let in has no `/mcp` either."""
    async with whole(tmp_path, allow="") as here:
        guild = here.world.guild
        guild.roles[guild.id].permissions |= 1 << 5
        await store(here).servers.add(weather(here))
        sentence = await said(here, command(here, "Grace", verb, VERBS[verb]))

        assert sentence == say("denied")
        assert await store(here).servers.names(Snowflake(guild.id)) == ("weather",)


async def test_a_form_made_by_hand_is_refused(tmp_path: Path) -> None:
    """Whoever sends the form without having seen it needs the permission too, and what stands in it is judged again."""
    async with whole(tmp_path) as here:
        fields = {"value": SECRET, "address": "https://tools.example/mcp", "allowed": ""}
        stranger = await said(here, form(here, "Grace", "mcp-add:weather:X-Key", **fields))
        bad_name = await said(here, form(here, "Ada", "mcp-add:We ather:X-Key", **fields))
        bad_header = await said(here, form(here, "Ada", "mcp-add:weather:Host", **fields))
        bad_address = await said(
            here, form(here, "Ada", "mcp-add:weather:X-Key", **fields | {"address": "http://a.b/"})
        )
        bad_value = await said(here, form(here, "Ada", "mcp-add:weather:X-Key", **fields | {"value": "a\r\nHost: b"}))
        no_value = await said(here, form(here, "Ada", "mcp-add:weather:X-Key", **fields | {"value": " "}))

        assert stranger == say("denied.manage")
        assert bad_name == say("mcp.name", most=32)
        assert bad_header == say("mcp.header", header="`Host`")
        assert bad_address == say("address.scheme")
        assert bad_value == no_value == say("mcp.value")
        assert await store(here).servers.names(Snowflake(here.world.guild.id)) == ()
        assert SECRET not in str(here.log)


async def test_what_was_added_is_shown_without_its_secrets(tmp_path: Path) -> None:
    """Neither the answer to the form nor the list holds a header's value, or the query of an address."""
    async with whole(tmp_path) as here:
        fields = {"value": SECRET, "address": f"https://tools.example/mcp?key={SECRET}", "allowed": "add, forecast"}
        added = await said(here, form(here, "Ada", "mcp-add:weather:X-Key", **fields))
        listed = await said(here, command(here, "Ada", "list", {}))
        kept = await store(here).servers.get(Snowflake(here.world.guild.id), "weather")

        assert kept is not None
        assert (kept.headers, kept.allowed) == ({"X-Key": SECRET}, ("add", "forecast"))
        assert "`X-Key`" in added
        assert "`https://tools.example/mcp?…`" in listed
        assert "only `add, forecast`" in listed
        assert SECRET not in added + listed + str(here.log)


async def test_a_long_list_comes_in_several_messages(tmp_path: Path) -> None:
    """As many servers as fit in a guild are all listed, to the one who asked."""
    async with whole(tmp_path) as here:
        for number in range(MOST_SERVERS):
            await store(here).servers.add(weather(here, f"server-with-a-long-name-{number:02}"))
        itx = command(here, "Ada", "list", {})
        first = await said(here, itx)

        async def followed() -> list[Entry]:
            return here.requests("POST", f"/webhooks/{here.world.application.id}/{itx.token}")

        others = [entry.as_json()["body"] for entry in await here.until(followed)]
        texts = [first, *(str(body["content"]) for body in others)]
        assert all(len(text) <= 2_000 for text in texts)
        assert all(body["flags"] == 64 for body in others)
        assert sum(text.count("**`server-with-a-long-name-") for text in texts) == MOST_SERVERS


async def test_one_server_too_many_is_refused_before_its_secret_is_asked_for(tmp_path: Path) -> None:
    """A full guild and a taken name are said at once, without a form."""
    async with whole(tmp_path) as here:
        await store(here).servers.add(weather(here))
        options = {"name": "weather", "url": "https://tools.example/mcp", "header": "X-Key"}
        taken = await said(here, command(here, "Ada", "add", options))
        for number in range(MOST_SERVERS - 1):
            await store(here).servers.add(weather(here, f"server-{number}"))
        full = await said(here, command(here, "Ada", "add", options | {"name": "another"}))

        assert taken == say("mcp.taken", name="weather")
        assert full == say("mcp.full", most=MOST_SERVERS)


async def test_names_are_suggested_to_managers_alone(tmp_path: Path) -> None:
    """Half a name brings those that hold it; to others nothing is suggested."""
    async with whole(tmp_path) as here:
        for name in ("weather", "weathercock", "calendar"):
            await store(here).servers.add(weather(here, name))
        manager = command(here, "Ada", "test", {"name": "Weath"}, InteractionType.AUTOCOMPLETE)
        stranger = command(here, "Grace", "remove", {"name": "weath"}, InteractionType.AUTOCOMPLETE)

        assert [c["value"] for c in (await answer(here, manager))["data"]["choices"]] == ["weather", "weathercock"]
        assert (await answer(here, stranger))["data"]["choices"] == []
