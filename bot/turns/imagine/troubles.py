"""Why there is no picture, decided from what was raised: pure, so that every trouble is a row of a test."""

from dataclasses import dataclass

from bot.core.errors import (
    AttachmentTooLarge,
    DeliveryError,
    DeliveryUnknown,
    FileTooLarge,
    Overloaded,
    ProviderError,
    Refused,
    Unreachable,
)
from bot.turns.endings import words_of
from bot.turns.faults import sentence_of


@dataclass(frozen=True, slots=True)
class Trouble:
    """`reason` is a key of the catalogue of sentences, `detail` fills its gap."""

    reason: str
    detail: str = ""


class NoPicture(Exception):
    """There is none, and this is why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


STOPPED = Trouble("imagine.stopped")
PLACE_GONE = Trouble("imagine.place_gone")
ASKER_GONE = Trouble("imagine.asker_gone")
INTERNAL = Trouble("imagine.internal")
NOT_SHOWN = "imagine.not_shown"
UNCERTAIN = Trouble("imagine.uncertain")
LOST = Trouble("imagine.lost")

_OF_FAMILIES = {
    "turn.safety": "imagine.safety",
    "turn.recitation": "imagine.recitation",
    "turn.personal_data": "imagine.personal_data",
    "turn.language": "imagine.language",
    "turn.no_image": "imagine.no_image",
    "turn.too_slow": "imagine.too_slow",
    "turn.payment": "imagine.payment",
    "turn.quota": "imagine.quota",
    "turn.overloaded": "imagine.overloaded",
    "turn.misfit": "imagine.misfit",
}


_OF_PROVIDERS = {
    "provider_key": "imagine.provider_key",
    "provider_denied": "imagine.provider_denied",
    "provider_payment": "imagine.provider_payment",
    "provider_unreachable": "imagine.provider_unreachable",
    "provider_busy": "imagine.provider_busy",
    "no_account": "imagine.provider_no_account",
    "no_upstream_content": "imagine.provider_no_content",
    "model_gone": "imagine.provider_model_gone",
    "model_unknown": "imagine.provider_model_gone",
}
"""Words of `providers.models.refusals`; what they say with it names the provider."""


def trouble_of(error: ProviderError, *, model: str, was_taken: bool) -> Trouble:
    """`was_taken`: the provider took the request, and ended it without a picture."""
    if error.code in _OF_PROVIDERS:
        return Trouble(_OF_PROVIDERS[error.code], words_of(error))
    match error:
        case Refused() | Overloaded() if family := _OF_FAMILIES.get(sentence_of(error.code)):
            return Trouble(family, error.code if family == "imagine.overloaded" else words_of(error))
        case Refused() if was_taken:
            return Trouble("imagine.failed", words_of(error))
        case Refused():
            return _refused(error, model)
        case FileTooLarge():
            return Trouble("imagine.broken", "too large")
        case Overloaded():
            return Trouble("imagine.overloaded", error.code or "busy")
        case Unreachable():
            return Trouble("imagine.unreachable")
        case _:
            return LOST if was_taken else UNCERTAIN


def _refused(error: Refused, model: str) -> Trouble:
    match error:
        case Refused(status=401) | Refused(code="authentication"):
            return Trouble("imagine.key")
        case Refused(status=400) if "api key" in words_of(error).lower():
            return Trouble("imagine.key")
        case Refused(status=402):
            return Trouble("imagine.payment")
        case Refused(status=403) | Refused(code="permission_denied"):
            return Trouble("imagine.permission", words_of(error))
        case Refused(status=404) | Refused(code="model_not_found"):
            return Trouble("imagine.model_gone", model)
        case _:
            return Trouble("imagine.refused", words_of(error))


def trouble_of_source(error: DeliveryError, *, name: str, is_ours: bool) -> Trouble:
    """A picture to start from could not be read."""
    if isinstance(error, AttachmentTooLarge):
        return Trouble("imagine.source_too_large", name)
    if isinstance(error, DeliveryUnknown):
        return Trouble("imagine.source_unreachable", name)
    return Trouble("imagine.source_gone" if is_ours else "imagine.source_expired", name)
