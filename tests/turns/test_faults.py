"""The service's words for what went wrong have sentences by families, and are shown without what is not for showing."""

from dataclasses import replace

import pytest

from bot.core.agents import MODELS
from bot.core.catalogue import SENTENCES
from bot.core.errors import (
    DeliveryError,
    DeliveryUnknown,
    FilesRefused,
    Forbidden,
    Gone,
    Overloaded,
    ProviderError,
    Refused,
    Unreachable,
)
from bot.core.events import Fault, Output, RunStatus, TextPart
from bot.core.ports import RunRequest
from bot.core.session import Outcome
from bot.core.transcript import RunTranscript, Transcript
from bot.turns.endings import (
    NOT_ALLOWED,
    PLACE_GONE,
    Ending,
    ending_of,
    ending_of_delivery,
    ending_of_refusal,
    words_of,
)
from bot.turns.faults import gravest, lacks_of, sentence_of
from tests.turns.world import a_turn

CODES = {
    "turn.safety": "safety prohibited_content blocklist content_blocked image_safety image_prohibited_content",
    "turn.recitation": "recitation image_recitation",
    "turn.personal_data": "spii",
    "turn.language": "language",
    "turn.no_image": "no_image image_other",
    "turn.tangled": "malformed_function_call malformed_tool_call unexpected_tool_call too_many_tool_calls "
    "missing_thought_signature",
    "turn.too_slow": "gateway_timeout deadline_exceeded",
    "turn.payment": "payment_required",
    "turn.quota": "quota_exceeded",
    "turn.overloaded": "rate_limit_exceeded",
    "turn.misfit": "parameter_unknown unimplemented not_implemented",
}
"""Google's published codes (Interactions API, errors)."""
OURS = {
    "turn.stream_cut": "stream_cut",
    "turn.bot_stopped": "bot_stopped",
    "turn.internal": "bot_failed",
    "turn.web_page": "web_page no_json",
    "turn.too_large": "answer_too_large",
    "turn.provider_key": "provider_key",
    "turn.provider_payment": "provider_payment",
    "turn.provider_denied": "provider_denied no_endpoint",
    "turn.provider_busy": "provider_busy",
    "turn.provider_unreachable": "provider_unreachable",
    "turn.no_account": "no_account",
    "turn.no_upstream": "no_upstream_content",
    "turn.model_gone": "model_gone",
    "turn.model_unknown": "model_unknown",
    "turn.model_name": "not_had",
    "turn.no_agent": "no_agent",
}
"""What is said of models and their providers."""
PAIRS = [(key, code) for key, codes in (CODES | OURS).items() for code in codes.split()]
REQUEST = RunRequest(agent="agent-1", input="", instruction="", environment="remote")


def run(status: RunStatus, *faults: Fault, text: str = "") -> Transcript:
    steps = (Output((TextPart(text),)),) if text else ()
    return Transcript((RunTranscript(status=status, steps=steps, faults=faults),))


@pytest.mark.parametrize(("key", "code"), PAIRS)
def test_a_code_belongs_to_a_family(key: str, code: str) -> None:
    """Each published code has its family's sentence, and a failed run with it ends in that."""
    ending = ending_of(a_turn(), run(RunStatus.FAILED, Fault(code, "Because.")))

    assert sentence_of(code) == key
    assert key in SENTENCES
    assert ending == Ending(Outcome.FAILED, key, "Because.")


@pytest.mark.parametrize("kind", [Refused, Overloaded, Unreachable])
@pytest.mark.parametrize(("key", "code"), [(key, code) for key, codes in OURS.items() for code in codes.split()])
def test_a_models_refusal_has_its_code(key: str, code: str, kind: type[ProviderError]) -> None:
    """Whatever its status, a start that a model's provider refused ends in the sentence of its code, never in one about
    the agent's key.
    """
    asked = replace(REQUEST, agent=MODELS, model="gate/one")

    for status in (0, 401, 403, 404, 429):
        error = kind(f"{status} {code}: Because.", code=code, status=status)
        assert ending_of_refusal(error, asked) == Ending(Outcome.FAILED, key, "Because.")


def test_a_models_refusal_without_a_code_is_the_operators() -> None:
    """What has no sentence of its own is shown in the provider's words."""
    error = Refused("401 strange: Because.", code="strange", status=401)

    assert ending_of_refusal(error, replace(REQUEST, agent=MODELS)) == Ending(
        Outcome.FAILED, "turn.refused", "Because."
    )


def test_what_a_run_goes_on_without_has_a_sentence() -> None:
    """A run that has begun tells it in its first record; other faults there are none of these."""
    assert lacks_of((Fault("talk_shortened", ""), Fault("safety", ""))) == ["turn.talk_shortened"]
    assert "turn.talk_shortened" in SENTENCES


def test_a_new_code_is_shown_in_the_services_words() -> None:
    """A code that nobody published yet has no family, and the sentence of any failure."""
    ending = ending_of(a_turn(), run(RunStatus.FAILED, Fault("too_blue", "It was too blue")))

    assert sentence_of("too_blue") == ""
    assert ending == Ending(Outcome.FAILED, "turn.agent_failed", "It was too blue.")


def test_the_fault_with_a_sentence_wins() -> None:
    """Of several faults the last that has a family is said, wherever it stands; else the last."""
    safety, other = Fault("safety", "s"), Fault("api_error", "o")

    assert gravest([safety, other]) == safety
    assert gravest([other, Fault("new", "n")]) == Fault("new", "n")
    assert gravest([]) is None


@pytest.mark.parametrize(
    ("status", "text", "ending"),
    [
        (RunStatus.COMPLETED, "said", Ending(Outcome.COMPLETED)),
        (RunStatus.COMPLETED, "", Ending(Outcome.FAILED, "turn.safety", "Blocked.")),
        (RunStatus.INCOMPLETE, "said", Ending(Outcome.INCOMPLETE, "turn.safety", "Blocked.")),
        (RunStatus.REQUIRES_ACTION, "said", Ending(Outcome.INCOMPLETE, "turn.no_tools")),
    ],
)
def test_a_block_that_did_not_fail_the_run(status: RunStatus, text: str, ending: Ending) -> None:
    """A block is told where it cost the answer or its end, and passed over where the answer came all the same."""
    assert ending_of(a_turn(), run(status, Fault("safety", "Blocked."), text=text)) == ending


@pytest.mark.parametrize(("key", "code"), PAIRS)
def test_a_block_at_the_door_is_the_same_block(key: str, code: str) -> None:
    """A request refused with such a code ends in the same sentence."""
    error = Refused(f"POST /x: 400 {code}: Because.", code=code, status=400)

    assert ending_of_refusal(error, REQUEST) == Ending(Outcome.FAILED, key, "Because.")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bad field", "Bad field."),
        ("Really?", "Really?"),
        ("", "it gave no reason."),
        ("see https://example.org/help?key=AIzaSecret&x=1 for more", "see https://example.org/help for more."),
        ("key AIzaSyD-0123456789abcdefghijklmnopqrstu is bad", "key … is bad."),
    ],
)
def test_the_services_words_are_fit_to_be_shown(said: str, shown: str) -> None:
    """They end as a sentence, hold no query of an address and nothing that looks like a key."""
    failed = ending_of(a_turn(), run(RunStatus.FAILED, Fault("", said)))

    assert failed.detail == shown


def test_our_own_words_before_the_services_are_left_out() -> None:
    """What call it was and which status came is for the log; a person gets what the service said."""
    error = Refused("POST /v1beta/interactions: 400 invalid_request: No: not so.", code="invalid_request", status=400)

    assert words_of(error) == "No: not so."


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (Gone("10003"), PLACE_GONE),
        (Forbidden("50013"), NOT_ALLOWED),
        (FilesRefused("40005"), None),
        (DeliveryUnknown("503"), None),
        (DeliveryError("50035"), None),
    ],
)
def test_what_a_refused_message_means_for_its_turn(error: DeliveryError, ending: Ending | None) -> None:
    """Only where nothing more can be shown is the agent stopped."""
    assert ending_of_delivery(error) == ending


def test_the_asker_who_stopped_it_is_named_before_any_block() -> None:
    """A stop comes before what the service says of it."""
    turn = replace(a_turn(), stop_asked_by=a_turn().actor.id)

    assert ending_of(turn, run(RunStatus.FAILED, Fault("safety", ""))).reason == "turn.stopped"
