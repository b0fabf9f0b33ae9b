"""The bot's process is killed while it makes pictures: nothing lost, nothing twice, nothing paid twice."""

import pytest

from tests.e2e.gallery import bytes_of, creates, finished, gallery, jobs, labels, picture
from tests.e2e.messages import text_of
from tests.e2e.stage import Stage
from tests.e2e.test_kill import something_is_held


async def relived(stage: Stage) -> None:
    """Killed where something is held, and started again."""
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_the_command_is_answered(troubled: Stage, when: str) -> None:
    """Whether or not its first answer took effect, there is one message, and it gets its picture."""
    stage = troubled
    ada = stage.person("Ada")
    await stage.fault({"method": "POST", "path": "*/callback*", "times": 1}, {"hold": when})

    await ada.use("imagine", {"prompt": "a moon"})
    await relived(stage)
    (message,) = await finished(stage, ada)

    assert len(gallery(message)) == 1
    assert len(await creates(stage)) == 1


async def test_killed_while_the_model_works(stage: Stage) -> None:
    """The calls go on without us, are found again by their ids, and nothing is asked for twice."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})
    await ada.use("imagine", {"prompt": "two moons", "count": 2})

    async def begun() -> bool:
        return stage.bot_log().count("picture.begun") == 2

    await stage.until(begun)
    await stage.kill_bot()
    await stage.start_bot()
    (message,) = await finished(stage, ada)

    assert len(gallery(message)) == 2
    assert len(await creates(stage)) == 2


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_the_call_is_made(stage: Stage, when: str) -> None:
    """Whether the service took it cannot be known: it is not repeated by itself, and Again is offered."""
    ada = stage.person("Ada")
    await stage.fault({"method": "POST", "path": "/v1beta/interactions", "times": 1}, {"hold": when})

    await ada.use("imagine", {"prompt": "a moon"})
    await relived(stage)
    (message,) = await finished(stage, ada)

    assert "nobody can know whether it was taken and paid" in text_of(message)
    assert labels(message) == ["Again", "Remove"]
    assert len(await creates(stage)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_the_picture_is_shown(stage: Stage, when: str) -> None:
    """The last edit is made once more by the next process; the message has its one picture."""
    ada = stage.person("Ada")
    await stage.fault({"method": "PATCH", "path": "/api/v10/channels/*/messages/*", "times": 1}, {"hold": when})

    await ada.use("imagine", {"prompt": "a moon"})
    await relived(stage)
    (message,) = await finished(stage, ada)

    assert len(gallery(message)) == len(message["attachments"]) == 1
    assert await bytes_of(stage, message)
    assert len(await creates(stage)) == 1


async def test_killed_while_an_attached_picture_is_read(stage: Stage) -> None:
    """The command was accepted, its file not read yet: the next process reads it and goes on."""
    ada = stage.person("Ada")
    await stage.fault({"method": "GET", "path": "*ephemeral-attachments*", "times": 1}, {"hold": "before"})

    await ada.use("imagine", {"prompt": "like this", "reference1": "one.png"}, files={"one.png": picture()})
    await relived(stage)
    (message,) = await finished(stage, ada)

    assert len(gallery(message)) == 1
    assert any(part["type"] == "image" for part in (await creates(stage))[0]["input"])


async def test_a_polite_stop_leaves_the_job_to_the_next_start(stage: Stage) -> None:
    """SIGTERM ends the bot with status 0, and the next process ends what ran."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})
    await ada.use("imagine", {"prompt": "a moon"})

    async def begun() -> bool:
        return "picture.begun" in stage.bot_log()

    await stage.until(begun)
    status = await stage.kill_bot(15)
    await stage.start_bot()
    (message,) = await finished(stage, ada)

    assert status == 0
    assert len(gallery(message)) == 1
    assert len(await creates(stage)) == 1


async def test_a_command_nobody_took_is_not_answered_later(stage: Stage) -> None:
    """What was sent while no bot was there was never accepted."""
    ada = stage.person("Ada")
    await stage.kill_bot()
    await ada.use("imagine", {"prompt": "a moon"})

    await stage.start_bot()

    assert await jobs(stage, ada) == []
