"""Recorded traffic of services with chat completions, read through our reader, says what it says."""

from bot.core.events import RunStatus
from bot.providers.models.chat_reader import ChatReader
from tests.providers.models.readings import calls_in, read, recorded, text_in, thoughts_in


def test_thoughts_apart() -> None:
    """DeepSeek's thoughts come in a member of their own."""
    run = read(ChatReader(), [recorded("chat-completions", "deepseek-reasoning")])

    assert run.status is RunStatus.COMPLETED
    assert thoughts_in(run)
    assert text_in(run)
    assert run.usage is not None
    assert run.usage.thought > 0


def test_a_call_in_fragments() -> None:
    """Its arguments are whole."""
    run = read(ChatReader(), [recorded("chat-completions", "deepseek-tool-call")])

    ((name, arguments),) = calls_in(run)
    assert run.status is RunStatus.REQUIRES_ACTION
    assert (name, list(arguments or {})) == ("weather", ["location"])


def test_chunks_without_choices() -> None:
    """Azure's router begins with one that has only its filter's results."""
    run = read(ChatReader(), [recorded("chat-completions", "azure-model-router")])

    assert (run.status, run.faults) == (RunStatus.COMPLETED, ())
    assert text_in(run)
