"""What people see of pictures: the bot's messages with galleries, their bytes, their buttons."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.e2e.messages import Json, buttons, every, text_of
from tests.e2e.person import Person
from tests.e2e.stage import Stage

GALLERY, TEXT = 12, 10


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 200), colour: str = "teal", **options: Any) -> bytes:
    """A file such as a person attaches."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def labels(message: Json) -> list[str]:
    return [button["label"] for button in buttons(message)]


def is_job(message: Json, stage: Stage) -> bool:
    """A message of `/imagine`, at work or done."""
    return message["author"]["id"] == stage.application and any(
        b.get("custom_id", "").startswith("image.") for b in buttons(message)
    )


def is_done(message: Json) -> bool:
    return "Stop" not in labels(message)


async def jobs(stage: Stage, person: Person, channel: str | None = None) -> list[Json]:
    return [m for m in await person.messages(channel or stage.general) if is_job(m, stage)]


async def finished(stage: Stage, person: Person, *, channel: str | None = None, count: int = 1) -> list[Json]:
    """The channel's jobs once so many stand and all are done."""

    async def found() -> list[Json] | None:
        seen = await jobs(stage, person, channel)
        return seen if len(seen) >= count and all(map(is_done, seen)) else None

    return list(await stage.until(found))


async def imagined(stage: Stage, prompt: str, *, person: str = "Ada", **options: Any) -> Json:
    """The finished message of one `/imagine`."""
    asker = stage.person(person)
    before = len(await jobs(stage, asker))
    await asker.use("imagine", {"prompt": prompt, **options})
    return (await finished(stage, asker, count=before + 1))[-1]


async def bytes_of(stage: Stage, message: Json, number: int = 0) -> bytes:
    async with stage.http.get(message["attachments"][number]["url"]) as answer:
        assert answer.status == 200
        return await answer.read()


async def sides_of(stage: Stage, message: Json, number: int = 0) -> tuple[int, int]:
    with Image.open(BytesIO(await bytes_of(stage, message, number))) as opened:
        return opened.size


def gallery(message: Json) -> list[Json]:
    return [item for component in every(message) if component["type"] == GALLERY for item in component["items"]]


def small_print(message: Json) -> str:
    return "\n".join(line for line in text_of(message).splitlines() if line.startswith("-# "))


async def creates(stage: Stage) -> list[Json]:
    """The bodies of all requests to image models."""
    entries = await stage.requests()
    found = [e["body"] for e in entries if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]
    return [body for body in found if body and "model" in body]


async def said_privately(stage: Stage, before: int, words: str) -> Json | None:
    """The newest first answer to an itx that holds these words."""
    entries = (await stage.requests())[before:]
    answers = [e["body"]["data"] for e in entries if "/callback" in e["path"] and e["body"] and e["body"].get("data")]
    return next((dict(data) for data in answers if words in str(data)), None)


async def form_shown(stage: Stage, before: int) -> Json | None:
    """The newest form that the bot opened for somebody."""
    entries = (await stage.requests())[before:]
    forms = [e["body"]["data"] for e in entries if "/callback" in e["path"] and e["body"] and e["body"]["type"] == 9]
    return dict(forms[-1]) if forms else None


async def shown_menu(stage: Stage, before: int) -> Json | None:
    """The private message with a menu of shapes, as its person sees it."""
    entries = (await stage.requests())[before:]
    answers = [e["answer"]["resource"]["message"] for e in entries if "/callback" in e["path"] and e["answer"]]
    return next((dict(m) for m in answers if any(c["type"] == 3 for c in every(m))), None)


async def relive(stage: Stage, lives: str) -> None:
    if lives == "after a restart":
        await stage.until(lambda: all_is_written(stage))
        await stage.kill_bot()
        await stage.start_bot()


async def all_is_written(stage: Stage) -> bool:
    """What is shown is in the rows too; killed before, the next process would still have to finish it."""
    return stage.bot_log().count("job.ended") >= len(await jobs(stage, stage.person("Ada")))


def link_to(stage: Stage, message: Json) -> str:
    return f"made from [this picture](https://discord.com/channels/{stage.guild}/{stage.general}/{message['id']})"


def parts_of(order: Json, kind: str) -> list[Json]:
    """An input without pictures may be a bare text."""
    given = order["input"]
    parts = [{"type": "text", "text": given}] if isinstance(given, str) else given
    return [part for part in parts if part["type"] == kind]


def text_in(order: Json) -> str:
    return "\n".join(part["text"] for part in parts_of(order, "text"))
