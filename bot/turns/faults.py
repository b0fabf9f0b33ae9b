"""The agent service's words for what went wrong, sorted into families that a person can do something about."""

from collections.abc import Sequence

from bot.core.events import Fault

_SENTENCES: dict[str, tuple[str, ...]] = {
    # what its rules stopped
    "turn.safety": (
        "safety",
        "prohibited_content",
        "blocklist",
        "content_blocked",
        "image_safety",
        "image_prohibited_content",
    ),
    "turn.recitation": ("recitation", "image_recitation"),
    "turn.personal_data": ("spii",),
    "turn.language": ("language",),
    # what it did not manage
    "turn.no_image": ("no_image", "image_other"),
    "turn.tangled": (
        "malformed_function_call",
        "malformed_tool_call",
        "unexpected_tool_call",
        "too_many_tool_calls",
        "missing_thought_signature",
    ),
    "turn.too_slow": ("gateway_timeout", "deadline_exceeded"),
    # what became of an answer that cannot be asked for again
    "turn.stream_cut": ("stream_cut",),
    "turn.bot_stopped": ("bot_stopped",),
    "turn.internal": ("bot_failed",),
    "turn.web_page": ("web_page", "no_json"),
    "turn.too_large": ("answer_too_large",),
    # what is said of a model's provider
    "turn.provider_key": ("provider_key",),
    "turn.provider_payment": ("provider_payment",),
    "turn.provider_denied": ("provider_denied", "no_endpoint"),
    "turn.provider_busy": ("provider_busy",),
    "turn.provider_unreachable": ("provider_unreachable",),
    "turn.no_account": ("no_account",),
    "turn.no_upstream": ("no_upstream_content",),
    "turn.model_gone": ("model_gone",),
    "turn.model_unknown": ("model_unknown",),
    "turn.model_name": ("not_had",),
    "turn.no_agent": ("no_agent",),
    # what is the operator's
    "turn.payment": ("payment_required",),
    "turn.quota": ("quota_exceeded",),
    "turn.overloaded": ("rate_limit_exceeded",),
    "turn.misfit": ("parameter_unknown", "unimplemented", "not_implemented"),
}
_FAMILIES = {code: key for key, codes in _SENTENCES.items() for code in codes}


def sentence_of(code: str) -> str:
    """The key of this code's sentence; empty for one that has none of its own."""
    return _FAMILIES.get(code, "")


_LACKS = {"talk_shortened": "turn.talk_shortened"}
"""What a run that has begun goes on without."""


def lacks_of(faults: Sequence[Fault]) -> list[str]:
    """Keys of the sentences about them."""
    return [_LACKS[fault.code] for fault in faults if fault.code in _LACKS]


def gravest(faults: Sequence[Fault]) -> Fault | None:
    """The last one that has a sentence of its own, or else the last."""
    known = [fault for fault in faults if sentence_of(fault.code)]
    return next(reversed(known or list(faults)), None)
