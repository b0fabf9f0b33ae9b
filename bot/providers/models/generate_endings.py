"""Why an answer of generateContent ended, as states and faults."""

from bot.core import events as e
from bot.providers.models.loosely import text

_GOOD = ("STOP", "FINISH_REASON_UNSPECIFIED", "END_TURN", "TOOL_CALLS")
_CUT = ("MAX_TOKENS", "LENGTH")
_REASONS = {
    "SAFETY": "The service's safety rules stopped the answer.",
    "PROHIBITED_CONTENT": "The service does not allow this content.",
    "BLOCKLIST": "The answer has words that the service does not allow.",
    "SPII": "The answer would have had personal data in it.",
    "RECITATION": "The answer would have repeated a protected text.",
    "LANGUAGE": "The model does not speak this language.",
    "IMAGE_SAFETY": "The service's safety rules stopped the picture.",
    "IMAGE_PROHIBITED_CONTENT": "The service does not allow this picture.",
    "IMAGE_RECITATION": "The picture would have repeated a protected one.",
    "IMAGE_OTHER": "The picture was not made; the service does not say why.",
    "NO_IMAGE": "The model made no picture.",
    "MALFORMED_FUNCTION_CALL": "The model called a function in a way that cannot be read.",
    "UNEXPECTED_TOOL_CALL": "The model called a function that it does not have.",
    "TOO_MANY_TOOL_CALLS": "The model called too many functions.",
    "MISSING_THOUGHT_SIGNATURE": "The service missed a signature of the model's thoughts.",
    "MALFORMED_RESPONSE": "The model's answer cannot be read.",
    "OTHER": "The service ended the answer, and does not say why.",
    "ERROR": "The service broke the answer off.",
    "JAILBREAK": "The service took the request for an attempt to get around its rules.",
    "MODEL_ARMOR": "A filter that stands before the model stopped the request.",
}
_BLOCKED = "The service did not take the request."


def fault_at_end(candidate: e.JsonObject, *, has_content: bool) -> tuple[e.Fault | None, bool]:
    """The fault of its finish reason, and whether it fails the answer; (None, False) where all is well.

    A reason nobody knows ends an answer that says something, and fails one that says nothing.
    """
    word = text(candidate, "finishReason").upper()
    said = text(candidate, "finishMessage")
    if word in _CUT:
        return e.Fault("max_tokens", said or "The answer reached the limit of its length."), False
    if word in _REASONS:
        return e.Fault(word.lower(), said or _REASONS[word]), True
    if word in _GOOD or has_content:
        return None, False
    return e.Fault(word.lower(), said or f"The service ended the answer: {word.lower()}."), True


def fault_of_block(feedback: e.JsonObject) -> e.Fault | None:
    """Of a request that was not even read."""
    word = text(feedback, "blockReason").upper()
    if not word or word == "BLOCK_REASON_UNSPECIFIED":
        return None
    return e.Fault(word.lower(), text(feedback, "blockReasonMessage") or _REASONS.get(word, _BLOCKED))
