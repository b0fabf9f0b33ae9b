"""Whatever lies on a machine, and however we fail at it: the answer is delivered, and the turn has its receipt."""
# ruff: noqa: ARG002 - a fake takes what its port gives

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.ids import EnvironmentId, Snowflake
from bot.core.session import Outcome
from tests.fakes import FakeCanvas, FakeFiles
from tests.turns.world import World, a_turn

MADE = Listing((EnvironmentFile("a.txt", 3),))


class BrokenFiles(FakeFiles):
    """A disk whose files fail in a way that nobody foresaw."""

    async def list(self, environment: EnvironmentId) -> Listing:
        return MADE

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        raise OverflowError("int too large to convert to float")


class BrokenCanvas(FakeCanvas):
    """A Discord that fails in a way that nobody foresaw, as soon as there are files."""

    def may_attach(self, channel: Snowflake) -> bool:
        raise RuntimeError("nobody foresaw this")


class FilesWithOne(FakeFiles):
    async def list(self, environment: EnvironmentId) -> Listing:
        return MADE

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        return b"abc"


async def test_files_that_fail_do_not_take_the_answer_with_them(world: World) -> None:
    """Where gathering the files fails, the answer stands, and one line says that they could not be read."""
    world.files = BrokenFiles()
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn()))

    assert ended.outcome is Outcome.COMPLETED
    assert [message.content for message in world.thread()] == [
        "",
        "Hello, world.",
        "-# What was made on the machine could not be read; Files tries again",
    ]


async def test_what_fails_twice_still_has_a_receipt(world: World) -> None:
    """Where showing the turn fails, and showing that fails too, the card says so, with a reference and without Stop."""
    world.files, world.canvas = FilesWithOne(), BrokenCanvas(world.clock)
    async with world.process() as process:
        turn = await process.ended(await process.ask(a_turn()))

    page = world.thread()[0].page
    assert page.card
    assert "That is our fault" in page.card.lines[1]
    assert turn.id in page.card.lines[-1]
    assert [button.action for button in page.buttons] == [f"retry:{turn.id}"]
