"""Google's own SDK, unmodified, against the local agent: what no sample of the documentation shows."""

import asyncio
from typing import Any

import pytest

NEW_AGENT = "antigravity-preview-09-2026"


async def test_a_background_run_is_watched_and_taken_up_again(sdk: Any) -> None:
    """After a drop, last_event_id continues with the event after it: together each event comes once."""

    def sample() -> tuple[list[Any], list[Any], list[Any]]:
        made = sdk.interactions.create(agent=NEW_AGENT, input="Plan a day", environment="remote", background=True)
        first: list[Any] = []
        for event in sdk.interactions.get(id=made.id, stream=True):
            first.append(event)
            if len(first) == 7:
                break
        rest = list(sdk.interactions.get(id=made.id, stream=True, last_event_id=first[-1].event_id))
        return first, rest, list(sdk.interactions.get(id=made.id, stream=True))

    first, rest, whole = await asyncio.to_thread(sample)

    assert [event.event_id for event in first + rest] == [event.event_id for event in whole]
    assert rest[-1].interaction.status == "completed"


async def test_a_deleted_run_is_not_found(sdk: Any) -> None:
    """The SDK raises its own not-found error, with the sentence of the body."""

    def sample() -> Any:
        made = sdk.interactions.create(agent=NEW_AGENT, input="hello")
        sdk.interactions.delete(id=made.id)
        return sdk.interactions.get(id=made.id)

    with pytest.raises(Exception, match="was not found") as caught:
        await asyncio.to_thread(sample)

    assert type(caught.value).__name__ == "NotFoundError"


async def test_what_the_service_refuses_is_a_bad_request(sdk: Any) -> None:
    """An error of ours arrives as the SDK's exception for its status."""

    def sample() -> Any:
        return sdk.interactions.create(agent=NEW_AGENT, input="hello", background=True, store=False)

    with pytest.raises(Exception, match="store") as caught:
        await asyncio.to_thread(sample)

    assert type(caught.value).__name__ == "BadRequestError"


async def test_a_model_answers_too(sdk: Any) -> None:
    """The model form says back what it was told."""

    def sample() -> Any:
        return sdk.interactions.create(model="gemini-3.6-flash", input="Tell me a joke about rivers.")

    interaction = await asyncio.to_thread(sample)

    assert "Tell me a joke about rivers." in interaction.output_text
    assert interaction.model == "gemini-3.6-flash"
