"""The last look at a line before it is written: whatever put a secret into it, it does not leave."""

import re
from collections.abc import Iterable

MASK = "***"
_SHORTEST = 6
"""Characters: what is shorter is no secret, and would be found in every word."""
_TOKEN = re.compile(r"((?:webhooks|interactions)/[0-9]+/)[\w.~%-]+")
"""Discord's addresses that let everybody answer who knows them; its library names them when it waits."""
_KEY = re.compile(r"AIza[\w-]{20,}")


class Scrubber:
    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({one for one in secrets if len(one) >= _SHORTEST}, key=len, reverse=True)

    def clean(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, MASK)
        return _KEY.sub(MASK, _TOKEN.sub(rf"\1{MASK}", line))
