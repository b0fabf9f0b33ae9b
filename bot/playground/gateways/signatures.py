"""Remembers which signed thoughts were given after which turn, to see whether they come back unchanged."""

import base64
import secrets
from collections.abc import Iterable


class Signatures:
    """`after` names the turn that was answered; two talks with the same turn are told apart by what comes back."""

    def __init__(self) -> None:
        self._meant: dict[str, str] = {}
        self._given: dict[str, list[frozenset[str]]] = {}

    def make(self, meaning: str) -> str:
        """Opaque base64 that belongs to `meaning` alone."""
        signature = base64.b64encode(b"\n$" + secrets.token_bytes(36)).decode()
        self._meant[signature] = meaning
        return signature

    def give(self, after: str, signatures: Iterable[str]) -> None:
        if given := frozenset(signatures):
            self._given.setdefault(after, []).append(given)

    def is_genuine(self, signature: str, meaning: str) -> bool:
        return self._meant.get(signature) == meaning

    def are_complete(self, after: str, returned: Iterable[str]) -> bool:
        """Whether all of one answer to that turn are there; True where nothing signed was given."""
        found = frozenset(returned)
        given = self._given.get(after, [])
        return not given or any(one <= found for one in given)
