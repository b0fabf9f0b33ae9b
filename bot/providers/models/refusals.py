"""What a provider's refusal means for people: whose it is to mend, and by which of the operator's settings.

The code chooses the sentence; the words name the provider, for a bot may have many.
"""

from bot.core.errors import Overloaded, ProviderError, Refused, Unreachable
from bot.core.events import Fault
from bot.core.models.naming import Choice
from bot.providers.models.reading import CUT

UNKNOWN_MODEL, GONE = "model_unknown", "run_lost"
_OF_GATEWAY = frozenset({"no_account", "no_upstream_content"})
"""What a gateway says of its upstream tells more than its status."""
_CODES = {
    401: "provider_key",
    402: "provider_payment",
    403: "provider_denied",
    404: "model_gone",
    405: "provider_denied",
    501: "provider_denied",
}


def retold(error: ProviderError, choice: Choice) -> ProviderError:
    """The same refusal, with a code that has a sentence, and with the provider's name."""
    name = choice.provider.title or choice.provider.name
    words = words_of(error)
    if error.code in _OF_GATEWAY:
        return _again(error, error.code, f"{name}: {words}")
    if isinstance(error, Unreachable):
        return _again(error, "provider_unreachable", name)
    if isinstance(error, Overloaded):
        return _again(error, "provider_busy", f"{name}: {words}")
    if isinstance(error, Refused) and error.status in _CODES:
        said = {401: name, 402: name, 404: f"{choice.name}: {words}"}.get(error.status, f"{name}: {words}")
        return _again(error, _CODES[error.status], said)
    return _again(error, error.code, f"{name}: {words}")


def fault_of(error: ProviderError) -> Fault:
    """Of what was told, for a run that was begun already."""
    if not error.status and not error.code:
        return Fault(CUT, "")
    return Fault(error.code or str(error.status), words_of(error))


def words_of(error: ProviderError) -> str:
    """The provider's own, or else what is known."""
    return error.said or error.code or "it gave no reason"


def _again(error: ProviderError, code: str, words: str) -> ProviderError:
    return type(error)(f"{error.status} {code}: {words}", code=code, status=error.status, retry_after=error.retry_after)
