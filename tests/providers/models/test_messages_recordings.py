"""Recorded traffic of Anthropic's service, read through our reader, says what it says."""

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.transcript import RunTranscript
from bot.providers.models.messages_reader import MessagesReader
from tests.providers.models.readings import calls_in, read, recorded, text_in, thoughts_in


def told(name: str, reader: MessagesReader | None = None) -> RunTranscript:
    return read(reader or MessagesReader(), [recorded("anthropic", name)])


def test_a_greeting() -> None:
    """A text in six pieces, with a ping between them."""
    run = told("anthropic-text")

    said = (
        "Hello! I'm doing well, thank you for asking. How are you doing today? Is there anything I can help you with?"
    )
    assert run.steps == (e.Output((e.TextPart(said),)),)
    assert (run.status, run.usage) == (RunStatus.COMPLETED, e.Usage(input=12, output=30, total=42))


def test_thoughts_with_their_signature() -> None:
    """The thought is a step, its signature goes back with it."""
    reader = MessagesReader()

    run = told("anthropic-clear-thinking.1", reader)

    thought = "The previous result was 925. Now I need to divide that by 5.\n\n925 ÷ 5 = 185"
    assert (thoughts_in(run), text_in(run), run.status) == (thought, "925 ÷ 5 = 185", RunStatus.COMPLETED)
    assert isinstance(reader.echo, list)
    first, second = reader.echo
    assert isinstance(first, dict)
    assert (first["type"], first["thinking"], str(first["signature"])[:6]) == ("thinking", thought, "EvQBCk")
    assert second == {"type": "text", "text": "925 ÷ 5 = 185"}


def test_a_call_without_arguments() -> None:
    """One empty fragment means none."""
    run = told("anthropic-tool-no-args")

    assert text_in(run) == "I'll update the issue list for you."
    assert calls_in(run) == [("updateIssueList", {})]
    assert (run.status, run.usage) == (RunStatus.REQUIRES_ACTION, e.Usage(input=565, output=48, total=613))


def test_a_refusal() -> None:
    """With the service's explanation, and no text at all."""
    run = told("anthropic-refusal")

    assert (run.status, run.steps, [fault.code for fault in run.faults]) == (RunStatus.FAILED, (), ["refusal"])
    assert run.faults[0].message.startswith("This request triggered restrictions on violative cyber content")


def test_a_beginning_that_came_twice() -> None:
    """The text is there once."""
    run = told("duplicate-message-start")

    assert (text_in(run), run.status, run.usage) == (
        "Hello, World!",
        RunStatus.COMPLETED,
        e.Usage(input=17, output=227, total=244),
    )


def test_a_second_answer_in_the_middle_of_the_first() -> None:
    """Only the second one's thought and call count."""
    reader = MessagesReader()

    run = told("spliced-message-start", reader)

    assert thoughts_in(run) == "Let me call the tool."
    assert calls_in(run) == [("test-tool", {"value": "Sparkle Day"})]
    assert run.status is RunStatus.REQUIRES_ACTION
    assert reader.echo == [
        {"type": "thinking", "thinking": "Let me call the tool.", "signature": "sig-second"},
        {"type": "tool_use", "id": "toolu_second", "name": "test-tool", "input": {"value": "Sparkle Day"}},
    ]
