"""How long the API is asked again for what may be asked again."""

from dataclasses import dataclass
from http import HTTPStatus

import stamina

from bot.core.errors import Overloaded, Refused, Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a repeatable call is tried, with seconds between: 0.3, 0.6, 1.2, 2.4 and up to `jitter` more each.

    The sum covers the few seconds for which a run just created may be answered with 404 (python-genai issue 2985).
    """

    attempts: int = 5
    first_wait: float = 0.3
    longest_wait: float = 5.0
    jitter: float = 0.2

    @property
    def caller(self) -> stamina.AsyncRetryingCaller:
        return stamina.AsyncRetryingCaller(
            attempts=self.attempts,
            timeout=None,
            wait_initial=self.first_wait,
            wait_max=self.longest_wait,
            wait_jitter=self.jitter,
        )

    def wait_after(self, error: Exception) -> bool | float:
        """Whether to try again, and in how many seconds if the provider told."""
        match error:
            case Overloaded(code="quota_exceeded"):
                return False
            case Overloaded(retry_after=float(wait)):
                return wait if wait <= self.longest_wait else False
            case _:
                return isinstance(error, Unreachable | Overloaded) or is_not_found(error)


def is_not_found(error: Exception) -> bool:
    return isinstance(error, Refused) and error.status == HTTPStatus.NOT_FOUND
