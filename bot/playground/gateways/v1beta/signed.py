"""Thought signatures on parts: they come back unchanged on the same part, in the next request that has its turn."""

import json

from bot.playground.gateways.asked import Desk, JsonObject
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.model_names import Model


def turn(content: JsonObject) -> str:
    """A name for the user's turn that an answer follows."""
    parts = [part for part in content.get("parts", []) if isinstance(part, dict)]
    return json.dumps([_essence(part) for part in parts], ensure_ascii=False, sort_keys=True)


def meaning(part: JsonObject) -> str:
    """What a signature is bound to: a certain call, a picture, or the text, which a client may put together."""
    if "inlineData" in part:
        return "picture"
    call = part.get("functionCall")
    return json.dumps([call.get("name"), call.get("args")], sort_keys=True) if isinstance(call, dict) else "text"


def _essence(part: JsonObject) -> list[object]:
    response = part.get("functionResponse")
    return [part.get("text"), response.get("name") if isinstance(response, dict) else None]


def signature_of(part: JsonObject) -> str:
    """In one alphabet: bytes in JSON may be written in either, as Google's own SDK does."""
    return str(part.get("thoughtSignature", "")).replace("-", "+").replace("_", "/")


def check(desk: Desk, model: Model, contents: list[JsonObject]) -> None:
    """Raises GatewayError for a changed signature, and for a lost one where the upstream insists on it."""
    last_typed = max((n for n, content in enumerate(contents) if _is_typed(content)), default=0)
    for number, content in enumerate(contents):
        if content.get("role") == "model":
            _check_changed(desk, content)
            if number and not _is_complete(desk, contents[number - 1], content):
                desk.note("thought-signature-lost", "A part came back without the signature it was given with.")
                _insist(model, content, is_current=number > last_typed)


def _check_changed(desk: Desk, content: JsonObject) -> None:
    for part in content.get("parts", []):
        signature = signature_of(part)
        if signature and not desk.signatures.is_genuine(signature, meaning(part)):
            desk.note("thought-signature-changed", "A signature came back changed, or on another part.")
            raise GatewayError("bad_signature", "thoughtSignature")


def _is_complete(desk: Desk, before: JsonObject, content: JsonObject) -> bool:
    signatures = [signature_of(part) for part in content.get("parts", [])]
    return desk.signatures.are_complete(turn(before), signatures)


def _insist(model: Model, content: JsonObject, *, is_current: bool) -> None:
    """Gemini 3 refuses a function call of the current turn that lost its signature."""
    has_call = any("functionCall" in part for part in content.get("parts", []))
    if is_current and has_call and model.base.startswith("gemini-3"):
        raise GatewayError("bad_signature", "functionCall")


def _is_typed(content: JsonObject) -> bool:
    return content.get("role", "user") == "user" and any("text" in part for part in content.get("parts", []))
