"""Every failure the house knows, sorted by whose fault it is.

BotError
├─ SettingsError            the operator's: a setting is missing or wrong
├─ ProviderError            the agent API's answer, or none
│  ├─ Refused               it said no, and the same request would be refused again
│  ├─ Overloaded            it said not now; `retry_after` seconds if it told
│  ├─ Unreachable           nothing was taken: it may be tried again
│  ├─ OutcomeUnknown        the answer was lost; the request may have been taken
│  └─ FileTooLarge          a file of the environment is larger than we may pass on
└─ DeliveryError            Discord did not take what we sent
   ├─ Gone                  the channel or message is no more
   ├─ Forbidden             we may not do this there
   │  └─ Hidden             nor even see the place, so that nothing can be said there either
   ├─ FilesRefused          it would take the message, but not its files
   ├─ AttachmentTooLarge    a file on Discord's servers is larger than we read
   └─ DeliveryUnknown       the answer was lost; the message may stand
"""


class BotError(Exception):
    """Base of all; `str(error)` is for the log and holds no secret, nor what people or agents wrote."""


class SettingsError(BotError):
    pass


class ProviderError(BotError):
    """`code` is the provider's snake_case word where it gave one, `status` the HTTP status or 0.

    `said`: the provider's own words, which may repeat what it was sent, so they are no part of `str(error)`. Given as
    the rest of a message after `STATUS CODE: `, or by themselves.
    """

    def __init__(
        self, message: str, *, code: str = "", status: int = 0, retry_after: float | None = None, said: str = ""
    ) -> None:
        ours, mark, theirs = message.partition(f"{status} {code}: ")
        super().__init__(f"{ours}{status} {code}" if mark else message)
        self.said = said or theirs
        self.code = code
        self.status = status
        self.retry_after = retry_after


class Refused(ProviderError):
    pass


class Overloaded(ProviderError):
    pass


class Unreachable(ProviderError):
    pass


class OutcomeUnknown(ProviderError):
    pass


class FileTooLarge(ProviderError):
    pass


class DeliveryError(BotError):
    pass


class Gone(DeliveryError):
    pass


class Forbidden(DeliveryError):
    pass


class Hidden(Forbidden):
    pass


class FilesRefused(DeliveryError):
    pass


class DeliveryUnknown(DeliveryError):
    pass


class AttachmentTooLarge(DeliveryError):
    pass
