"""The canvas writes pages through the real discord.py, and says in our own words what came of it."""

import asyncio

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden, Gone
from bot.core.ids import Slot, Snowflake
from bot.core.patches import Button, Card, Page, Upload, Urgency, content_digest
from bot.playground.discord.rest import ratelimits
from bot.playground.discord.world.flags import MessageFlag
from tests.surface.place import CREATE, EDIT, always, place, text

CARD = Page(
    slot=Slot("card"),
    card=Card(lines=("**Working**", "-# a step"), accent=0x5865F2),
    buttons=(Button("Stop", "stop:turn-1", danger=True),),
)
NOWHERE = Snowflake(1)


async def test_a_page_is_created_edited_and_deleted() -> None:
    """What was written stands, an edit replaces it, a deletion takes it away."""
    async with place() as here:
        written = await here.create(text("  one  "))
        first = here.stored(written.message).content
        await here.edit(written.message, text("two"))
        second = here.stored(written.message).content
        await here.canvas.delete(here.general, written.message)

        assert (first, second) == ("one", "two")
        assert written.content == content_digest("one")
        assert here.messages() == []


async def test_nothing_to_write_sends_nothing() -> None:
    """A page that is not wanted any more when its turn comes costs no request, and no place in the bucket."""
    async with place() as here:
        made = await here.canvas.create(here.general, always(None), nonce="n", urgency=Urgency.FINAL)
        edited = await here.canvas.edit(here.general, NOWHERE, always(None), urgency=Urgency.FINAL)
        for number in range(4):
            await here.create(text("x"), nonce=f"n{number}")

        assert (made, edited) == (None, None)
        assert len(here.requests("POST", CREATE)) == 4
        assert here.requests("PATCH") == []


async def test_the_same_nonce_is_the_same_message() -> None:
    """Sent again with its nonce a page makes no second message, and what is told is what the first one says."""
    async with place() as here:
        first = await here.create(text("first"), nonce="turn.page0")
        second = await here.create(text("second"), nonce="turn.page0")

        assert second == first
        assert second.content == content_digest("first")
        assert [message.content for message in here.messages()] == ["first"]


@pytest.mark.parametrize(("when", "stands"), [("before", 0), ("after", 1)])
async def test_a_create_whose_answer_is_lost_is_unknown(when: str, stands: int) -> None:
    """A connection cut before or after the effect says the same: nobody knows; the nonce then makes it one message."""
    async with place() as here:
        await here.fault({"method": "POST", "path": "*/messages", "times": 1}, {"drop": when})
        with pytest.raises(DeliveryUnknown):
            await here.create(text("one"))
        stood = len(here.messages())
        await here.create(text("one"))

        assert stood == stands
        assert len(here.messages()) == 1


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 503}])
async def test_an_edit_whose_answer_is_lost_is_unknown(do: dict[str, object]) -> None:
    """A cut connection or a 503 leaves open what stands."""
    async with place() as here:
        written = await here.create(text("one"))
        await here.fault({"method": "PATCH", "times": 1}, do)

        with pytest.raises(DeliveryUnknown):
            await here.edit(written.message, text("two"))


async def test_a_500_is_tried_again_within_the_call() -> None:
    """discord.py repeats a write after a 500; for us that is one write with one success."""
    async with place() as here:
        await here.fault({"method": "POST", "path": "*/messages", "times": 1}, {"status": 500})
        await here.create(text("one"))

        assert [entry.status for entry in here.requests("POST", CREATE)] == [500, 200]
        assert len(here.messages()) == 1


async def test_a_deleted_message_is_gone() -> None:
    """Editing or deleting what a person has deleted says that it is gone."""
    async with place() as here:
        written = await here.create(text("one"))
        await here.canvas.delete(here.general, written.message)

        with pytest.raises(Gone):
            await here.edit(written.message, text("two"))
        with pytest.raises(Gone):
            await here.canvas.delete(here.general, written.message)


async def test_a_deleted_channel_is_gone() -> None:
    """Writing into a channel that is no more says that it is gone."""
    async with place() as here:
        with pytest.raises(Gone):
            await here.create(text("one"), channel=NOWHERE)
        with pytest.raises(Gone):
            await here.edit(NOWHERE, text("one"), channel=NOWHERE)


async def test_a_missing_permission_is_forbidden() -> None:
    """Where the bot may not write, a create says so."""
    async with place(lawful=False) as here:
        with pytest.raises(Forbidden):
            await here.create(text("one"), channel=Snowflake(here.channel("bot-cannot-write").id))


async def test_what_discord_refuses_is_a_delivery_error() -> None:
    """A page that breaks a limit of Discord's is refused for good, not "unknown"."""
    async with place(lawful=False) as here:
        with pytest.raises(DeliveryError) as refused:
            await here.create(text("x" * 2001))

        assert type(refused.value) is DeliveryError


async def test_a_card_is_a_frame_with_lines_and_buttons() -> None:
    """A card is a Components V2 message: lines in an accented frame, its buttons below, silent, without content."""
    async with place() as here:
        stored = here.stored((await here.create(CARD)).message)

        (frame,) = stored.components
        lines, row = frame["components"]
        (button,) = row["components"]
        assert stored.content == ""
        assert stored.flags & MessageFlag.IS_COMPONENTS_V2
        assert stored.flags & MessageFlag.SUPPRESS_NOTIFICATIONS
        assert frame["accent_color"] == 0x5865F2
        assert lines["content"] == "**Working**\n-# a step"
        assert (button["label"], button["custom_id"], button["style"]) == ("Stop", "stop:turn-1", 4)


async def test_a_card_loses_its_buttons_by_an_edit() -> None:
    """The receipt that a card becomes has no buttons, and still no content."""
    async with place() as here:
        written = await here.create(CARD)
        await here.edit(written.message, Page(slot=CARD.slot, card=Card(lines=("**Done**",), accent=0x3BA55D)))
        (frame,) = here.stored(written.message).components

        assert [part["type"] for part in frame["components"]] == [10]


async def test_a_page_gets_and_loses_its_button_and_file() -> None:
    """An edit makes a message as its page is: a file and a button come, and go when the page has none."""
    async with place() as here:
        written = await here.create(text("one", silent=False))
        button, file = Button("Show more", "more:turn-1:5"), Upload.of("answer.md", b"# All of it")
        await here.edit(written.message, text("two", buttons=(button,), files=(file,)))
        full = here.stored(written.message)
        had = [a.content for a in full.attachments], [c["components"][0]["label"] for c in full.components]
        await here.edit(written.message, text("three"))
        bare = here.stored(written.message)

        assert had == ([b"# All of it"], ["Show more"])
        assert (bare.attachments, bare.components) == ([], [])
        assert not bare.flags & MessageFlag.SUPPRESS_NOTIFICATIONS


async def test_a_page_can_be_created_with_its_file() -> None:
    """A page that was never drawn before its end comes with file and button at once."""
    async with place() as here:
        page = text("one", buttons=(Button("Show more", "more:t:5"),), files=(Upload.of("answer.md", b"whole"),))
        stored = here.stored((await here.create(page)).message)

        assert [a.filename for a in stored.attachments] == ["answer.md"]
        assert len(stored.components) == 1


async def test_a_reply_refers_to_its_request_without_pinging() -> None:
    """A card that answers a person's message refers to it, and notifies nobody by that."""
    async with place() as here:
        asked = await here.create(text("as if a person had asked"), nonce="asked")
        stored = here.stored((await here.create(text("one", reply_to=asked.message), nonce="answer")).message)

        assert stored.reference is not None
        assert int(stored.reference["message_id"]) == asked.message
        assert stored.pinged == set()


async def test_a_reply_to_a_deleted_message_is_sent_all_the_same() -> None:
    """A request that was deleted meanwhile does not make its answer impossible."""
    async with place() as here:
        stored = here.stored((await here.create(text("one", reply_to=Snowflake(here.general + 1)))).message)

        assert stored.content == "one"


SHOUTING = "@everyone @here <@{person}> <@&{guild}>"


async def test_only_the_ping_pings() -> None:
    """Whatever a page says, it notifies nobody, created or edited; the ping notifies its asker alone."""
    async with place() as here:
        ada, grace = here.person("Ada"), here.person("Grace")
        shouting = SHOUTING.format(person=grace, guild=here.world.guild.id)
        loud = await here.create(text(shouting, silent=False), nonce="loud")
        await here.edit(loud.message, text(f"{shouting} again"))
        card = await here.create(Page(slot=CARD.slot, card=Card((shouting,), 1), silent=False), nonce="card")
        await here.edit(card.message, Page(slot=CARD.slot, card=Card((shouting, "more"), 1)))
        ping = await here.create(text(f"<@{ada}> done. {shouting}", ping=ada, silent=False), nonce="ping")

        told = [here.stored(written.message) for written in (loud, card)]
        assert [(m.pinged, m.mention_everyone, m.mention_roles) for m in told] == [(set(), False, [])] * 2
        assert here.stored(ping.message).pinged == {ada}
        assert not here.stored(ping.message).mention_everyone


@pytest.mark.parametrize("page", [CARD, text("one", buttons=CARD.buttons)])
async def test_views_are_not_kept(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand edits with buttons leave nothing in discord.py's view store: memory does not grow with messages."""
    monkeypatch.setitem(ratelimits.TABLE, ("PATCH", EDIT), ratelimits.Limit("message-edit", 10_000, 20.0))
    monkeypatch.setattr(ratelimits, "GLOBAL", ratelimits.Limit("global", 100_000, 1.0))
    monkeypatch.setattr("bot.core.pacing.GLOBAL_PER_SECOND", 100_000)
    async with place(lawful=False) as here:
        written = await here.create(page)
        for _ in range(10):
            await asyncio.gather(*(here.edit(written.message, page) for _ in range(100)))
        store = here.client._connection._view_store

        assert len(here.requests("PATCH", EDIT)) == 1000
        assert (store._views, store._synced_message_views) == ({}, {})
