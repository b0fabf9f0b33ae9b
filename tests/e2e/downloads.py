"""Files that come to one person alone, by the button Files."""

from tests.e2e.messages import Json
from tests.e2e.stage import Stage


async def shown_privately(stage: Stage, before: int, words: str) -> Json | None:
    """The message that a first answer to an itx became, as its person sees it."""
    entries = (await stage.requests())[before:]
    answers = [e["answer"]["resource"]["message"] for e in entries if "/callback" in e["path"] and e["answer"]]
    return next((dict(message) for message in answers if words in message["content"]), None)


async def downloaded(stage: Stage, before: int, name: str) -> Json | None:
    """An attachment that came privately, by its name."""
    answers = [e["answer"] for e in (await stage.requests())[before:] if e["method"] == "PATCH" and e["answer"]]
    found = (a for answer in answers for a in answer.get("attachments", []))
    return next((dict(a) for a in found if a["filename"] == name), None)


async def bytes_of(stage: Stage, attachment: Json) -> bytes:
    async with stage.http.get(attachment["url"]) as answer:
        return await answer.read()
