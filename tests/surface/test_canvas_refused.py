"""Where Discord refuses a write, the canvas says which kind of refusal it was, and opens what only sleeps."""

from contextlib import nullcontext
from typing import Any

import pytest

from bot.core.errors import DeliveryError, FilesRefused, Forbidden, Gone, Hidden
from bot.core.ids import Slot, Snowflake
from bot.core.patches import Page, Upload
from bot.playground.discord.world.flags import Permission
from tests.surface.place import Place, connected, place, text

FILE = Page(slot=Slot("files"), content="x", files=(Upload.of("a.txt", b"a"),))


async def a_thread(here: Place) -> tuple[Snowflake, Snowflake]:
    """A thread of the bot's, and a message of ours in it."""
    root = await here.create(text("root"), nonce="root")
    thread = await here.open_thread(root.message)
    return thread, (await here.create(text("one"), nonce="one", channel=thread)).message


async def change(here: Place, thread: Snowflake, body: dict[str, Any]) -> None:
    await here.call("Ada", "PATCH", f"/channels/{thread}", body)


async def test_an_edit_opens_an_archived_thread() -> None:
    """Editing in an archived thread opens it first; then the edit stands."""
    async with place() as here:
        thread, message = await a_thread(here)
        await change(here, thread, {"archived": True})

        await here.edit(message, text("two"), channel=thread)

        opened = here.world.channels[thread].thread
        assert opened
        assert not opened.archived
        assert here.stored(message, thread).content == "two"


async def test_a_deletion_opens_an_archived_thread() -> None:
    """Deleting in an archived thread opens it first; then the message is gone."""
    async with place() as here:
        thread, message = await a_thread(here)
        await change(here, thread, {"archived": True})

        await here.canvas.delete(thread, message)

        assert message not in here.world.channels[thread].messages


async def test_a_locked_thread_stays_locked() -> None:
    """What is archived and locked takes nothing of ours, and that is Forbidden."""
    async with place(lawful=False) as here:
        thread, message = await a_thread(here)
        await change(here, thread, {"archived": True, "locked": True})

        with pytest.raises(Forbidden):
            await here.create(text("two"), nonce="two", channel=thread)
        with pytest.raises(Forbidden):
            await here.edit(message, text("two"), channel=thread)
        with pytest.raises(Forbidden):
            await here.canvas.delete(thread, message)


@pytest.mark.parametrize(
    ("status", "code", "page", "kind"),
    [
        (413, 40005, FILE, FilesRefused),
        (400, 40005, FILE, FilesRefused),
        (413, 0, FILE, FilesRefused),
        (403, 50013, FILE, FilesRefused),
        (403, 50013, text("x"), Forbidden),
        (403, 50001, text("x"), Hidden),
        (403, 50001, FILE, Hidden),
        (404, 10003, FILE, Gone),
        (404, 10004, text("x"), Gone),
        (400, 50035, FILE, DeliveryError),
    ],
)
async def test_refusals_are_told_apart(status: int, code: int, page: Page, kind: type[DeliveryError]) -> None:
    """A refusal for the files' sake is another than one of the message, and than one of the place."""
    async with place(lawful=False) as here:
        body = {"message": "refused", "code": code}
        await here.fault({"method": "POST", "path": "*/messages"}, {"status": status, "body": body})

        with pytest.raises(DeliveryError) as caught:
            await here.create(page)

        assert type(caught.value) is kind


async def test_whether_files_may_be_attached_is_known_beforehand() -> None:
    """By what the gateway has told of channels and roles; of a place that it told nothing of, Discord will say."""
    async with place(online=True) as here:
        root = await here.create(text("root"), nonce="root")
        thread = await here.open_thread(root.message)

        assert here.canvas.may_attach(here.general)
        assert here.canvas.may_attach(thread)
        assert here.canvas.may_attach(Snowflake(1))


async def test_where_files_may_not_be_attached_is_known_beforehand() -> None:
    """A channel whose overwrites take it from the bot."""
    async with place() as here:
        here.forbid(Permission.ATTACH_FILES)
        async with connected(here.client):
            assert not here.canvas.may_attach(here.general)


@pytest.mark.parametrize("is_known", [True, False])
async def test_without_history_it_writes_but_replies_to_nobody(*, is_known: bool) -> None:
    """Discord refuses a reply then: where that is known none is tried, and else the message comes without."""
    async with place(lawful=is_known) as here:
        root = await here.create(text("root"), nonce="root")
        here.forbid(Permission.READ_MESSAGE_HISTORY)
        async with connected(here.client) if is_known else nullcontext():
            made = await here.create(text("one", reply_to=root.message), nonce="one")

        assert here.stored(made.message).reference is None


@pytest.mark.parametrize(
    ("permission", "in_channel", "in_thread"),
    [(Permission.SEND_MESSAGES, False, True), (Permission.SEND_MESSAGES_IN_THREADS, True, False)],
)
async def test_where_it_may_write_is_known_beforehand(
    permission: Permission, *, in_channel: bool, in_thread: bool
) -> None:
    """In a channel by another permission than in its threads; of a place that nothing is known of, Discord will say."""
    async with place() as here:
        thread = await here.open_thread((await here.create(text("root"), nonce="root")).message)
        here.forbid(permission)
        async with connected(here.client):
            assert here.canvas.may_write(here.general) is in_channel
            assert here.canvas.may_write(thread) is in_thread
            assert here.canvas.may_write(Snowflake(1))


async def test_what_is_not_seen_is_not_written_in() -> None:
    """Whatever else is allowed there."""
    async with place() as here:
        here.forbid(Permission.VIEW_CHANNEL)
        async with connected(here.client):
            assert not here.canvas.may_write(here.general)
