"""What people give along becomes part of the run, or is said to be left out; the run goes on either way."""

from dataclasses import replace

import pytest

from bot.core.agents import MODELS
from bot.core.attachments import UPLOADS
from bot.core.choices import Choices
from bot.core.errors import DeliveryError, DeliveryUnknown, Refused, Unreachable
from bot.core.ids import EnvironmentId
from bot.core.models.provider import Model, Provider
from bot.core.session import Outcome, Turn
from bot.turns.supplies import Supplies
from tests.turns.luggage import FakeAttachments, FakeMachines, a_file, photo, with_files
from tests.turns.mortal import Killed, Life
from tests.turns.world import SESSION, World, a_turn

LARGE = b"x" * 1_000_001
ON_A_MACHINE = replace(SESSION, environment=EnvironmentId("machine-0"))
WITHOUT = replace(SESSION, choices=Choices(machine="none"))


@pytest.fixture
def attachments() -> FakeAttachments:
    return FakeAttachments({"a.csv": b"abc", "b.bin": LARGE, "c.png": photo(), "d.png": b"none"})


@pytest.fixture
def machines(world: World) -> FakeMachines:
    world.files.disks[EnvironmentId("machine-0")] = {}
    return FakeMachines(world.files)


@pytest.fixture(autouse=True)
def supplied(world: World, attachments: FakeAttachments, machines: FakeMachines) -> None:
    world.supplies = Supplies(attachments=attachments, machines=machines, attachment_limit=2_000_000)


async def ended(world: World, turn: Turn, session: object = SESSION) -> Turn:
    async with world.process() as process:
        return await process.ended(await process.ask(turn, session))  # type: ignore[arg-type]


async def test_small_files_go_along_with_a_new_machine(world: World, machines: FakeMachines) -> None:
    """Inline, with the place in the request's words and in the turn's row; nothing is made before."""
    turn = await ended(world, with_files(a_file("a.csv")))

    (asked,) = world.agent.asked
    assert asked.environment == "remote"
    assert [(file.target, file.data) for file in asked.setup.files] == [(f"{UPLOADS}/a.csv", b"abc")]
    assert f"- {UPLOADS}/a.csv\nRequest:" in asked.input
    assert [one.path for one in turn.attachments] == [f"{UPLOADS}/a.csv"]
    assert machines.made == []


async def test_what_is_too_large_for_that_is_put_on_one_made_before(world: World, machines: FakeMachines) -> None:
    """With what was to go along already; the session has that machine from then on."""
    async with world.process() as process:
        await process.ended(await process.ask(with_files(a_file("a.csv"), a_file("b.bin"), a_file("a.csv"))))
        session = await process.store.session(SESSION.id)

    (asked,) = world.agent.asked
    assert asked.environment == "machine-1"
    assert world.files.disks[EnvironmentId("machine-1")] == {
        f"{UPLOADS}/a.csv": b"abc",
        f"{UPLOADS}/b.bin": LARGE,
        f"{UPLOADS}/a-2.csv": b"abc",
    }
    assert session is not None
    assert len(machines.made) == 1


async def test_pictures_are_seen(world: World) -> None:
    """At most ten, by their bytes; what is called a picture and is none lies on the machine."""
    files = [a_file("c.png", in_message=True)] * 11 + [a_file("d.png")]

    turn = await ended(world, with_files(*files))

    (asked,) = world.agent.asked
    assert len(asked.pictures) == 10
    assert [one.is_seen for one in turn.attachments] == [True] * 10 + [False] * 2
    assert [file.target for file in asked.setup.files] == [f"{UPLOADS}/c.png", f"{UPLOADS}/d.png"]


async def test_a_name_stays_taken(world: World) -> None:
    """A later turn's file lies beside an earlier one of its name, and never on it."""
    async with world.process() as process:
        await process.ask(with_files(a_file("a.csv"), number=0), ON_A_MACHINE)
        await process.ended(await process.ask(with_files(a_file("A.csv"), a_file("a.csv"), number=1), ON_A_MACHINE))
        turn = await process.store.turn(a_turn(1).id)

    assert turn is not None
    assert [one.path for one in turn.attachments] == ["", f"{UPLOADS}/a-2.csv"]


LOST = [
    ("nowhere.csv", SESSION, "attach.unreadable"),
    ("huge.bin", SESSION, "attach.too_large"),
    ("a.csv", WITHOUT, "attach.no_machine"),
    ("d.png", WITHOUT, "attach.no_machine"),
]


@pytest.mark.parametrize(("name", "session", "lost"), LOST, ids=[f"{name} {lost}" for name, _, lost in LOST])
async def test_what_cannot_go_is_said(
    world: World, attachments: FakeAttachments, name: str, session: object, lost: str
) -> None:
    """In the turn's row, to the agent, and on the receipt; the run goes on without it."""
    attachments.kept["huge.bin"] = b"x" * 2_000_001

    turn = await ended(world, with_files(a_file(name)), session)

    assert (turn.outcome, [one.lost for one in turn.attachments]) == (Outcome.COMPLETED, [lost])
    assert f"could not be read (they know):\n- {name}\nRequest:" in world.agent.asked[0].input
    assert f"`{name}`" in str(world.thread()[0].page.card)


async def test_pictures_need_no_machine(world: World) -> None:
    """Where there is none, they are all that can go along."""
    await ended(world, with_files(a_file("c.png")), WITHOUT)

    (asked,) = world.agent.asked
    assert (asked.environment, len(asked.pictures)) == (None, 1)


async def test_discord_is_asked_again(world: World, attachments: FakeAttachments) -> None:
    """A file whose answer was lost is fetched once more; a refusal is final."""
    attachments.troubles = [DeliveryUnknown("cut"), DeliveryUnknown("cut")]
    turn = await ended(world, with_files(a_file("a.csv"), a_file("a.csv")))
    assert [bool(one.path) for one in turn.attachments] == [True, True]

    attachments.troubles = [DeliveryError("no")]
    again = await ended(world, with_files(a_file("a.csv"), number=1))
    assert [one.lost for one in again.attachments] == ["attach.unreadable"]


@pytest.mark.parametrize("session", [SESSION, ON_A_MACHINE], ids=["new", "there"])
@pytest.mark.parametrize("trouble", [Unreachable("down"), Refused("no such address", status=404)], ids=["away", "404"])
async def test_a_service_that_takes_no_files(
    world: World, machines: FakeMachines, session: object, trouble: Unreachable | Refused
) -> None:
    """The run goes on without the file, on the machine that there is; a 404 alone does not give that up."""
    machines.troubles = [trouble] * 3

    turn = await ended(world, with_files(a_file("b.bin")), session)

    assert [one.lost for one in turn.attachments] == ["attach.not_put"]
    assert turn.outcome is Outcome.COMPLETED
    assert world.agent.asked[0].environment == ("machine-0" if session is ON_A_MACHINE else "remote")


async def test_a_machine_that_is_gone_is_replaced(world: World, machines: FakeMachines) -> None:
    """The files come to lie on a new one, and the turn says that the old one had expired."""
    machines.gone.add(EnvironmentId("machine-0"))

    turn = await ended(world, with_files(a_file("a.csv")), ON_A_MACHINE)

    assert turn.reason == "turn.machine_gone"
    (asked,) = world.agent.asked
    assert asked.environment == "remote"
    assert [file.target for file in asked.setup.files] == [f"{UPLOADS}/a.csv"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("dies_in", ["fetch", "make", "go_on_in", "put", "replace_attachments"])
async def test_killed_while_packing(world: World, machines: FakeMachines, dies_in: str, after: bool) -> None:
    """The next process packs again: one run, and each file at its one place."""
    try:
        async with world.process(Life(dies_in=dies_in, after=after)) as process:
            await process.ended(await process.ask(with_files(a_file("b.bin"), a_file("a.csv"))))
    except* Killed:
        pass

    turn = await world.taken_up()

    (asked,) = world.agent.asked
    assert turn.outcome is Outcome.COMPLETED
    assert [one.path for one in turn.attachments] == [f"{UPLOADS}/b.bin", f"{UPLOADS}/a.csv"]
    disk = world.files.disks[EnvironmentId(asked.environment or "")]
    assert disk == {f"{UPLOADS}/b.bin": LARGE, f"{UPLOADS}/a.csv": b"abc"}


async def test_two_megabytes_go_along_together(
    world: World, machines: FakeMachines, attachments: FakeAttachments
) -> None:
    """The file that would make it more is put on a machine that is made with those before it."""
    attachments.kept |= {f"{number}.bin": b"x" * 900_000 for number in range(3)}

    await ended(world, with_files(*(a_file(f"{number}.bin") for number in range(3))))

    (made,) = machines.made
    assert [file.target for file in made.files] == [f"{UPLOADS}/0.bin", f"{UPLOADS}/1.bin"]
    assert set(world.files.disks[EnvironmentId("machine-1")]) == {f"{UPLOADS}/{number}.bin" for number in range(3)}


async def test_what_was_given_is_not_handed_back(world: World) -> None:
    """A file that is as the person gave it is none that the agent made; one that it changed is."""
    there = world.files.disks[EnvironmentId("env-of-run-0")]
    there |= {"workspace/uploads/a.csv": b"abc", "workspace/uploads/e.csv": b"changed", "workspace/new.csv": b"new"}
    world.supplies.attachments.kept["e.csv"] = b"e"  # type: ignore[attr-defined]

    await ended(world, with_files(a_file("a.csv", 3), a_file("e.csv", 1)))

    uploads = [upload.name for message in world.thread() for upload in message.page.files]
    assert sorted(uploads) == ["e.csv", "new.csv"]


@pytest.mark.parametrize(
    ("sees", "lost"), [(True, ["", "attach.no_machine"]), (False, ["attach.unseen", "attach.no_machine"])]
)
async def test_a_model_is_shown_pictures_if_it_looks_at_any(
    world: World, attachments: FakeAttachments, sees: bool, lost: list[str]
) -> None:
    """What does not go along is said, with the way out."""
    gate = Provider(name="gate", base="https://a.example", endpoints={}, models={"one": Model(id="one", sees=sees)})
    world.supplies = Supplies(attachments=attachments, providers={"gate": gate})
    talk = replace(SESSION, agent=MODELS, choices=Choices(machine="none", model="gate/one"))

    turn = await ended(world, with_files(a_file("c.png"), a_file("a.csv")), talk)

    assert [one.lost for one in turn.attachments] == lost
    assert len(world.agent.asked[0].pictures) == sees
