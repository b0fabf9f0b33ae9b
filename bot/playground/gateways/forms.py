"""In which form a picture travels: by the words `form NAME` of the prompt, else by the conditions."""

import base64
import re
from dataclasses import dataclass

from bot.playground.gateways.answer import Picture
from bot.playground.gateways.conditions import PICTURE_FORMS, Conditions
from bot.playground.gateways.scripts.stage import Stage

_FORM = re.compile(r"\bform (\w+)")


@dataclass(frozen=True, kw_only=True)
class Look:
    """One picture in every spelling. `path` begins with a slash, `url` with the gateway's origin."""

    label: str
    url: str
    path: str
    base64: str

    @property
    def data_uri(self) -> str:
        return f"data:{self.label};base64,{self.base64}"


def form_of(prompt: str, conditions: Conditions) -> str:
    found = _FORM.search(prompt.lower())
    return found[1] if found and found[1] in PICTURE_FORMS else conditions.picture_form


def look(picture: Picture, stage: Stage, origin: str, *, urlsafe: bool) -> Look:
    """`urlsafe`: the other alphabet, and no padding."""
    url = stage.keep(picture.data, picture.mime)
    plain = base64.urlsafe_b64encode(picture.data).rstrip(b"=") if urlsafe else base64.b64encode(picture.data)
    return Look(label=picture.mime, url=url, path=url.removeprefix(origin), base64=plain.decode())


def in_markdown(look: Look, form: str) -> str:
    """For protocols and forms whose only place for a picture is the text."""
    match form:
        case "markdown_data" | "markdown_data_split":
            return f"![image]({look.data_uri})\n\n"
        case "markdown_relative":
            return f"![image]({look.path})\n\n"
        case "link":
            return f"[picture]({look.url})\n\n"
        case "bare_url":
            return look.url
        case "bare_base64":
            return look.base64
        case _:
            return f"![image]({look.url})\n\n"
