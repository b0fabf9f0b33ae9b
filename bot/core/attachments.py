"""Files that people give along with a request, and where Discord keeps them."""

from dataclasses import dataclass, field

from bot.core.ids import Snowflake

PICTURES_SEEN = 10
"""So many pictures go along with one request."""
UPLOADS = "/workspace/uploads"
"""Where files lie on an agent's machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file in a message, or one that somebody gave with a command or a form.

    `channel` and `message` hold the first kind, and `file` is its id there, for two may have one name; it is read anew
    each time. Of the second kind `url` tells where Discord
    keeps it for about a day, and `digest` under which name we keep it once it was read.
    """

    name: str
    channel: Snowflake | None = None
    message: Snowflake | None = None
    file: Snowflake | None = None
    url: str = field(default="", repr=False)
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a turn. `size` in bytes, as Discord told it.

    `path`: where it lies on the machine. `is_seen`: it is a picture that went along. `lost`: why neither is so, as a
    key of the catalogue of sentences. None of the three is known before the turn is packed.
    """

    source: Source
    size: int
    path: str = ""
    is_seen: bool = False
    lost: str = ""
