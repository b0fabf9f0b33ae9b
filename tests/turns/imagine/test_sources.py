"""The pictures that a job starts from: read where they are, kept where Discord does not keep them."""

from collections import deque
from dataclasses import replace
from hashlib import sha256

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden, Gone
from bot.core.imagine.job import Deed, PictureState
from bot.core.ports import Reference
from bot.core.session import Outcome
from tests.fakes_imagine import painted
from tests.turns.imagine.world import GIVEN, JOB, PATIENCE, SHOWN, World, another_job

AT = (SHOWN.channel, SHOWN.message, SHOWN.name)
CAT, DOG = painted("cat"), painted("dog")
BOTH = replace(JOB, deed=Deed.EDIT, sources=(SHOWN, GIVEN))
SEEN_DOG = Reference("image/png", b"as seen: " + DOG)


@pytest.fixture
def world(world: World) -> World:
    """Both pictures can be read."""
    world.attachments.files |= {AT: CAT, GIVEN.url: DOG}
    return world


async def test_a_model_sees_them_in_their_order(world: World) -> None:
    """Each is made fit for a model, and goes along with every call of the job; read once for all of them."""
    await world.wholly(replace(BOTH, count=2))

    for request in world.painter.asked:
        assert request.references == (Reference("image/png", b"as seen: " + CAT), SEEN_DOG)
    assert world.attachments.read == [AT, GIVEN.url]


async def test_what_was_given_is_kept(world: World) -> None:
    """What stands in no message is kept by what it holds; what stands in one is not."""
    async with world.process() as process:
        await process.wholly(BOTH)
        job = await process.jobs.job(BOTH.id)
        digest = sha256(SEEN_DOG.data).hexdigest()
        kept = await process.jobs.kept_file(digest, now=world.clock.now())

    assert job
    assert job.sources == (SHOWN, replace(GIVEN, digest=digest))
    assert kept == SEEN_DOG


async def test_what_was_kept_is_used(world: World) -> None:
    """A later job with the same file needs no address any more."""
    await world.wholly(replace(JOB, sources=(GIVEN,)))
    world.attachments.files.clear()
    digest = sha256(SEEN_DOG.data).hexdigest()
    again = another_job(8, sources=(replace(GIVEN, url="", digest=digest),))
    ended = await world.wholly(again)

    assert ended.outcome is Outcome.COMPLETED
    assert world.painter.asked[1].references == (SEEN_DOG,)
    assert world.attachments.read == [GIVEN.url]


async def test_what_was_thrown_away_is_read_again(world: World) -> None:
    """Where it is kept no more, its address is tried."""
    ended = await world.wholly(replace(JOB, sources=(replace(GIVEN, digest="0" * 64),)))

    assert ended.outcome is Outcome.COMPLETED
    assert world.attachments.read == [GIVEN.url]


GONE = "The picture that this starts from cannot be read any more: its message is gone, or I may not see it (cat.png)."
EXPIRED = "dog.png was attached to an earlier request and is no longer kept. Attach it again with `/imagine`."
TROUBLES = [
    (SHOWN, Gone("10008"), GONE),
    (SHOWN, Forbidden("50001"), GONE),
    (SHOWN, b"<html>", "cat.png is no picture that I can read. Attach a PNG, JPEG, WebP or GIF."),
    (SHOWN, painted(size=2000), "cat.png is too large to be read. Attach a smaller picture."),
    (GIVEN, Gone("404"), EXPIRED),
    (GIVEN, b"", "dog.png is no picture that I can read. Attach a PNG, JPEG, WebP or GIF."),
    (GIVEN, painted(size=2000), "dog.png is too large to be read. Attach a smaller picture."),
    (replace(GIVEN, url=""), b"", EXPIRED),
    (replace(GIVEN, url="", digest="0" * 64), b"", EXPIRED),
]


@pytest.mark.parametrize(("source", "found", "sentence"), TROUBLES)
async def test_what_cannot_be_read(world: World, source: object, found: bytes | DeliveryError, sentence: str) -> None:
    """A picture to start from that is gone, too large or none is named, and no model is asked."""
    world.attachments.files |= {AT: found, GIVEN.url: found}
    world.patience = replace(PATIENCE, read_at_most=1000)
    job = replace(JOB, count=3, deed=Deed.EDIT, sources=(source,))  # type: ignore[arg-type]
    ended = await world.wholly(job)

    assert ended.outcome is Outcome.FAILED
    assert world.painter.asked == []
    assert world.card().lines == ("> A red fox", sentence)
    assert {row.state for row in await world.rows(job)} == {PictureState.FAILED}


async def test_one_of_two_cannot_be_read(world: World) -> None:
    """Without one of its pictures a request would mean something else: nothing is asked for."""
    world.attachments.files[GIVEN.url] = b"<html>"
    ended = await world.wholly(BOTH)

    assert ended.outcome is Outcome.FAILED
    assert world.painter.asked == []


@pytest.mark.parametrize(("found", "sentence"), [(Gone("10008"), GONE), (painted(size=2000), TROUBLES[3][2])])
async def test_what_cannot_be_chosen(world: World, found: bytes | DeliveryError, sentence: str) -> None:
    """The picture that was to stand on its own is gone, or too large to be read."""
    world.attachments.files[AT] = found
    world.patience = replace(PATIENCE, read_at_most=1000)
    ended = await world.wholly(replace(JOB, deed=Deed.CHOOSE, sources=(SHOWN,)))

    assert ended.outcome is Outcome.FAILED
    assert sentence in world.words()


async def test_a_begun_call_needs_no_source_any_more(world: World) -> None:
    """Its source may go while we are away: what was begun from it is taken up and shown."""
    await world.killed("ran", BOTH, after=True)
    world.attachments.files.clear()
    ended = await world.taken_up(BOTH)

    assert ended.outcome is Outcome.COMPLETED
    assert (len(world.painter.asked), world.painter.resumed) == (1, ["run-0"])


async def test_a_source_that_goes_between_two_calls(world: World) -> None:
    """Of two pictures the begun one is shown; the other, whose source is gone by then, is said to be missing."""
    job = replace(BOTH, count=2)
    world.patience = replace(PATIENCE, at_once=1)
    await world.killed("ran", job, after=True)
    del world.attachments.files[AT]
    ended = await world.taken_up(job)

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.names()) == 1
    assert f"-# {GONE}" in world.card().below


async def test_a_source_is_read_again_while_discord_is_away(world: World) -> None:
    """A cut connection is no missing file: it is read once more, and the job goes on."""
    key = (SHOWN.channel, SHOWN.message, SHOWN.name)
    troubles = deque([DeliveryUnknown("cut"), DeliveryUnknown("cut")])
    read = world.attachments._read

    async def flaky(wanted: object, limit: int) -> bytes:
        if troubles:
            raise troubles.popleft()
        return await read(wanted, limit)

    world.attachments.files[key] = painted("cat")
    world.attachments._read = flaky  # type: ignore[method-assign, assignment]
    ended = await world.wholly(replace(JOB, sources=(SHOWN,)))

    assert ended.outcome is Outcome.COMPLETED
    assert len(world.painter.asked[0].references) == 1
