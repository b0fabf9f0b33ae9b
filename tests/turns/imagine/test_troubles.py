"""Every way for a provider, or Discord, to give no picture has its sentence."""

import pytest

from bot.core.catalogue import SENTENCES
from bot.core.errors import (
    AttachmentTooLarge,
    DeliveryError,
    DeliveryUnknown,
    FileTooLarge,
    Forbidden,
    Gone,
    OutcomeUnknown,
    Overloaded,
    ProviderError,
    Refused,
    Unreachable,
)
from bot.turns.imagine import troubles
from bot.turns.imagine.troubles import LOST, UNCERTAIN, NoPicture, Trouble, trouble_of, trouble_of_source

FAMILIES = {
    "imagine.safety": "safety prohibited_content blocklist content_blocked image_safety image_prohibited_content",
    "imagine.recitation": "recitation image_recitation",
    "imagine.personal_data": "spii",
    "imagine.language": "language",
    "imagine.no_image": "no_image image_other",
    "imagine.too_slow": "gateway_timeout deadline_exceeded",
    "imagine.payment": "payment_required",
    "imagine.quota": "quota_exceeded",
    "imagine.misfit": "parameter_unknown unimplemented not_implemented",
}
"""Google's published codes (Interactions API, errors)."""
CODES = [(reason, code) for reason, codes in FAMILIES.items() for code in codes.split()]


def said(kind: type[ProviderError], text: str, *, code: str = "", status: int = 0) -> ProviderError:
    """An error with the provider's own words, as the adapters word it."""
    return kind(f"POST interactions: {status} {code}: {text}", code=code, status=status)


@pytest.mark.parametrize("was_taken", [False, True])
@pytest.mark.parametrize("kind", [Refused, Overloaded])
@pytest.mark.parametrize(("reason", "code"), CODES)
def test_a_code_has_its_sentence(reason: str, code: str, kind: type[ProviderError], was_taken: bool) -> None:
    """A published code means the same, at the door and after; the provider's own words are in it."""
    trouble = trouble_of(said(kind, "Because", code=code, status=429), model="m", was_taken=was_taken)

    assert trouble == Trouble(reason, "Because.")


BEFORE = [
    (said(Refused, "No", code="authentication"), Trouble("imagine.key")),
    (said(Refused, "No", status=401), Trouble("imagine.key")),
    (said(Refused, "API key not valid", code="invalid_request", status=400), Trouble("imagine.key")),
    (said(Refused, "No", status=402), Trouble("imagine.payment")),
    (said(Refused, "Not yours", code="permission_denied", status=403), Trouble("imagine.permission", "Not yours.")),
    (said(Refused, "Not yours", status=403), Trouble("imagine.permission", "Not yours.")),
    (said(Refused, "None", code="model_not_found"), Trouble("imagine.model_gone", "m")),
    (said(Refused, "None", code="not_found", status=404), Trouble("imagine.model_gone", "m")),
    (said(Refused, "Too blue", code="invalid_request", status=400), Trouble("imagine.refused", "Too blue.")),
    (said(Refused, "Too blue", code="too_blue", status=418), Trouble("imagine.refused", "Too blue.")),
    (Refused(""), Trouble("imagine.refused", "it gave no reason.")),
    (said(Overloaded, "x", code="rate_limit_exceeded"), Trouble("imagine.overloaded", "rate_limit_exceeded")),
    (said(Overloaded, "x", code="service_unavailable"), Trouble("imagine.overloaded", "service_unavailable")),
    (Overloaded("x"), Trouble("imagine.overloaded", "busy")),
    (Unreachable("no route"), Trouble("imagine.unreachable")),
    (OutcomeUnknown("cut"), UNCERTAIN),
    (ProviderError("something new"), UNCERTAIN),
    (FileTooLarge("99 MB"), Trouble("imagine.broken", "too large")),
]


@pytest.mark.parametrize(("error", "trouble"), BEFORE)
def test_what_was_never_taken(error: ProviderError, trouble: Trouble) -> None:
    """A request that was turned away says whose matter that is: the operator's, the person's or nobody's."""
    assert trouble_of(error, model="m", was_taken=False) == trouble


AFTER = [
    (said(Refused, "It broke", code="failed"), Trouble("imagine.failed", "It broke.")),
    (said(Refused, "Gone", code="not_found", status=404), Trouble("imagine.failed", "Gone.")),
    (said(Refused, "No", status=401), Trouble("imagine.failed", "No.")),
    (Overloaded("x"), Trouble("imagine.overloaded", "busy")),
    (Unreachable("no route"), Trouble("imagine.unreachable")),
    (OutcomeUnknown("cut"), LOST),
    (FileTooLarge("99 MB"), Trouble("imagine.broken", "too large")),
]


@pytest.mark.parametrize(("error", "trouble"), AFTER)
def test_what_was_taken_and_came_to_nothing(error: ProviderError, trouble: Trouble) -> None:
    """A request that was taken is not said to have been refused."""
    assert trouble_of(error, model="m", was_taken=True) == trouble


@pytest.mark.parametrize(
    ("error", "ours", "given"),
    [
        (Gone("10008"), "imagine.source_gone", "imagine.source_expired"),
        (Forbidden("50001"), "imagine.source_gone", "imagine.source_expired"),
        (DeliveryUnknown("cut"), "imagine.source_unreachable", "imagine.source_unreachable"),
        (DeliveryError("50035"), "imagine.source_gone", "imagine.source_expired"),
        (AttachmentTooLarge("99 MB"), "imagine.source_too_large", "imagine.source_too_large"),
    ],
)
def test_a_source_that_cannot_be_read(error: DeliveryError, ours: str, given: str) -> None:
    """It is named; of one in a message and one that was given, different things can be done."""
    assert trouble_of_source(error, name="cat.png", is_ours=True) == Trouble(ours, "cat.png")
    assert trouble_of_source(error, name="cat.png", is_ours=False) == Trouble(given, "cat.png")


def test_secrets_are_not_said() -> None:
    """An address loses its query, and a key is left out, wherever the provider repeats it."""
    key = "AIza" + "x" * 35
    error = said(Refused, f"see https://example.org/a?key=secret and {key}", status=400, code="invalid_request")

    detail = trouble_of(error, model="m", was_taken=False).detail
    assert "secret" not in detail
    assert key not in detail


REASONS = {
    *FAMILIES,
    *(trouble.reason for _, trouble in (*BEFORE, *AFTER)),
    *(trouble.reason for trouble in vars(troubles).values() if isinstance(trouble, Trouble)),
    troubles.NOT_SHOWN,
}


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_is_a_sentence(reason: str) -> None:
    """Whatever the reason, the catalogue knows it."""
    assert reason in SENTENCES


def test_no_picture_names_its_reason() -> None:
    """What is raised carries the trouble, and is known by its reason in a log."""
    raised = NoPicture(Trouble("imagine.safety", "No."))

    assert (str(raised), raised.trouble.detail) == ("imagine.safety", "No.")
