"""The pacer with the real discord.py against the playground's rate limits."""

import asyncio
import time

import pytest

from bot.core.ids import Snowflake
from bot.core.pacing import Route
from bot.core.patches import Urgency
from bot.playground.discord.rest import ratelimits
from bot.playground.discord.rest.ratelimits import Limit
from tests.surface.place import EDIT, place, text

FAST = Limit("message-edit", 5, 0.5)


@pytest.fixture
def quick_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as fast as Discord, so that hundreds of edits take seconds."""
    monkeypatch.setitem(ratelimits.TABLE, ("PATCH", EDIT), FAST)


@pytest.mark.usefixtures("quick_edits")
async def test_hundreds_of_edits_in_twenty_channels_meet_no_429() -> None:
    """200 edits, ten in each of 20 channels at once, are all taken, none is refused, none is lost."""
    async with place() as here:
        rooms = here.add_channels(20)
        made = await asyncio.gather(*(here.create(text("0"), nonce=f"n{room}", channel=room) for room in rooms))
        await asyncio.gather(
            *(
                here.edit(written.message, text(str(number)), channel=room, urgency=Urgency(number % 5))
                for room, written in zip(rooms, made, strict=True)
                for number in range(1, 11)
            )
        )

        assert here.refusals() == []
        assert len(here.requests("PATCH", EDIT)) == 200
        assert {entry.status for entry in here.requests("PATCH", EDIT)} == {200}


@pytest.mark.usefixtures("quick_edits")
async def test_no_channel_is_left_behind() -> None:
    """While all channels have as much to write, none gets more than one window of five ahead of another."""
    async with place() as here:
        rooms = here.add_channels(12)
        made = await asyncio.gather(*(here.create(text("0"), nonce=f"n{room}", channel=room) for room in rooms))
        await asyncio.gather(
            *(
                here.edit(written.message, text(f"{number}"), channel=room)
                for room, written in zip(rooms, made, strict=True)
                for number in range(1, 11)
            )
        )

        counts = dict.fromkeys(rooms, 0)
        for entry in here.requests("PATCH", EDIT):
            counts[Snowflake(int(entry.path.split("/")[4]))] += 1
            assert max(counts.values()) - min(counts.values()) <= 6 + 1


async def test_a_bucket_is_learnt_from_the_answers() -> None:
    """After a route's first answer its bucket is known as Discord's headers had it."""
    async with place() as here:
        written = await here.create(text("one"))
        await here.edit(written.message, text("two"))
        bucket = here.pacer.pacing.buckets[Route(f"edit:{here.general}")]

        assert (bucket.limit, bucket.remaining, bucket.flying) == (5, 4, [])
        assert 4 < bucket.resets_at - asyncio.get_running_loop().time() <= 5


async def test_an_edit_that_takes_the_last_token_is_done_at_its_answer() -> None:
    """discord.py's own call returns only after the reset, seconds later; ours as soon as the 2xx was seen."""
    async with place() as here:
        written = await here.create(text("0"))
        for number in range(1, 5):
            await here.edit(written.message, text(str(number)))
        started = time.monotonic()
        await here.edit(written.message, text("last of five"))
        ours = time.monotonic() - started
        still = list(here.pacer._returning)
        await asyncio.wait(still)
        theirs = time.monotonic() - started
        print(f"the fifth edit: ours {ours * 1000:.0f} ms, discord.py's own {theirs:.2f} s")

        assert here.stored(written.message).content == "last of five"
        assert ours < 1.0
        assert theirs > 3.0


async def test_a_429_is_waited_out() -> None:
    """A refused edit is made again after the time that Discord named, and the route is silent until then."""
    async with place() as here:
        written = await here.create(text("one"))
        await here.fault({"method": "PATCH", "times": 1}, refusal(seconds=1, everywhere=False))
        started = time.monotonic()
        await asyncio.gather(
            here.edit(written.message, text("two")),
            here.edit(written.message, text("three"), urgency=Urgency.PROGRESS),
        )
        took = time.monotonic() - started

        assert [entry.status for entry in here.requests("PATCH", EDIT)].count(429) == 1
        assert here.stored(written.message).content == "three"
        assert took >= 1


async def test_a_global_429_stops_every_channel() -> None:
    """After a global refusal no other channel is written to until its time is over."""
    async with place() as here:
        first, second = here.add_channels(2)
        one = await here.create(text("one"), nonce="n1", channel=first)
        await here.fault({"method": "PATCH", "times": 1}, refusal(seconds=1, everywhere=True))
        refused = asyncio.create_task(here.edit(one.message, text("two"), channel=first))
        await asyncio.sleep(0.2)
        started = time.monotonic()
        await here.create(text("other"), nonce="n2", channel=second)
        took = time.monotonic() - started
        await refused

        assert 0.5 < took < 3
        assert here.stored(one.message, first).content == "two"


def refusal(*, seconds: int, everywhere: bool) -> dict[str, object]:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere, "code": 0}
    headers = {"Via": "1.1 google", "Retry-After": str(seconds), "X-RateLimit-Scope": "user"}
    if everywhere:
        headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    return {"status": 429, "body": body, "headers": headers}


async def test_a_cancelled_edit_leaves_the_next_one_its_place() -> None:
    """An edit that is cancelled while its answer is outstanding stands in nobody's way, and nothing is refused."""
    async with place() as here:
        written = await here.create(text("one"))
        await here.edit(written.message, text("two"))
        await here.fault({"method": "PATCH", "times": 1}, {"delay_s": 0.3})
        tired = asyncio.create_task(here.edit(written.message, text("three")))
        await asyncio.sleep(0.1)
        tired.cancel()
        await asyncio.gather(tired, return_exceptions=True)
        await asyncio.sleep(0.5)
        await here.edit(written.message, text("four"))

        assert here.refusals() == []
        assert here.stored(written.message).content == "four"
