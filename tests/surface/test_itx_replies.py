"""The first answer to an itx after a restart, by every way that is left."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.ids import Snowflake
from tests.surface.asked import asked


async def test_an_itx_is_answered_within_its_three_seconds(tmp_path: Path) -> None:
    """A process that begins in time makes the answer, and it notifies nobody."""
    async with asked(tmp_path, online=False) as case:
        message = await case.replies().answered_or_answer(case.reply, {"content": "asked: @everyone"})

        (root,) = case.roots()
        assert message == root.id
        assert (root.content, root.pinged, root.mention_everyone) == ("asked: @everyone", set(), False)


async def test_an_answer_that_stands_is_taken_over(tmp_path: Path) -> None:
    """What an earlier process answered is found by its token, and nothing is sent again, for 15 minutes."""
    async with asked(tmp_path, online=False) as case:
        first = await case.replies().answered_or_answer(case.reply, {"content": "asked"})
        case.later(14 * 60)
        second = await case.replies().answered_or_answer(case.reply, {"content": "asked"})

        assert first is not None
        assert second == first
        assert len(case.here.requests("POST")) == 1


async def test_after_three_seconds_there_is_no_answering(tmp_path: Path) -> None:
    """An itx that nobody answered in time has no answer, and none is tried."""
    async with asked(tmp_path, online=False) as case:
        case.later(3.1)
        message = await case.replies().answered_or_answer(case.reply, {"content": "asked"})

        assert message is None
        assert case.here.requests("POST") == []


async def test_a_dead_token_is_not_used(tmp_path: Path) -> None:
    """After 15 minutes not even the answer that stands can be asked for, so nothing is sent at all."""
    async with asked(tmp_path, online=False) as case:
        await case.replies().answered_or_answer(case.reply, {"content": "asked"})
        case.later(15 * 60 + 1)
        before = len(case.here.requests("GET"))
        message = await case.replies().answered_or_answer(case.reply, {"content": "asked"})

        assert message is None
        assert len(case.here.requests("GET")) == before


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 500}, {"status": 404}])
async def test_what_goes_wrong_is_no_answer_and_tells_no_token(tmp_path: Path, do: dict[str, object]) -> None:
    """A lost or refused answer is none for now; the log says so without the token, which would let anyone speak."""
    async with asked(tmp_path, online=False) as case:
        await case.here.fault({"path": "*/callback"}, do)
        with capture_logs() as log:
            message = await case.replies().answered_or_answer(case.reply, {"content": "asked"})

        assert message is None
        assert len(log) == 2
        assert case.reply.token not in str(log)


async def test_an_answer_whose_sending_was_lost_is_found(tmp_path: Path) -> None:
    """A callback that took effect though its answer was lost is found at the next try."""
    async with asked(tmp_path, online=False) as case:
        await case.here.fault({"path": "*/callback", "times": 1}, {"drop": "after"})
        first = await case.replies().answered_or_answer(case.reply, {"content": "asked"})
        second = await case.replies().answered_or_answer(case.reply, {"content": "asked"})

        (root,) = case.roots()
        assert first is None
        assert second == Snowflake(root.id)
