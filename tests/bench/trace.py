"""One turn as the playground's request journal tells it, from the person's request to the receipt."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.messages import is_card, is_receipt

Json = dict[str, Any]
_API = "/api/v10"


@dataclass(frozen=True, slots=True)
class Write:
    """One POST or PATCH of a message in the thread; `done`: when it was answered (epoch seconds)."""

    kind: str
    message: str
    done: float
    content: str
    looks: str
    is_receipt: bool

    @property
    def what(self) -> str:
        """`page`, `card`, or `ping`, the message that says it is over."""
        return self.kind.split()[0]


@dataclass(slots=True)
class Trace:
    """Times are epoch seconds; `kinds` counts the requests to Discord that belong to the turn."""

    asked: float
    answered: float
    began: float
    ended: float
    thread: str
    writes: list[Write] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def pages(self) -> list[Write]:
        return [write for write in self.writes if write.what == "page"]

    @property
    def cards(self) -> list[Write]:
        return [write for write in self.writes if write.what == "card"]

    @property
    def unchanged(self) -> int:
        """Edits that wrote what stood there already."""
        looks, found = dict[str, str](), 0
        for write in self.writes:
            found += looks.get(write.message) == write.looks
            looks[write.message] = write.looks
        return found


def gave_receipt(entry: Json) -> bool:
    """The write that made the card a receipt."""
    is_edit = entry["method"] == "PATCH" and entry["status"] == 200 and entry["answer"]
    return bool(is_edit) and "/messages/" in entry["path"] and is_receipt(entry["answer"])


def done_at(entry: Json) -> float:
    return float(entry["at"] + entry["ms"] / 1000)


def trace_of(entries: Iterable[Json], prompt: str) -> Trace:
    """The turn that this prompt, unlike all others, began."""
    answered = [entry for entry in entries if entry["ms"] is not None]
    asked = _only(answered, lambda e: e["route"] == f"{_API}/interactions" and f"'{prompt}'" in str(e["body"]["data"]))
    root = _only(answered, lambda e: e["who"] == "bot" and e["status"] == 200 and _quotes(e["body"], prompt))
    create = _only(answered, lambda e: e["route"].endswith("/interactions") and _asks(e["body"], prompt))
    run = create["answer"]["id"]
    heard = [e for e in answered if e["path"].endswith(f"/interactions/{run}?stream=true")]
    trace = Trace(
        asked=asked["at"],
        answered=done_at(root),
        began=done_at(create),
        ended=max(map(done_at, heard)),
        thread=_message_of(root["answer"])["id"],  # a thread on a message has the message's id
        kinds=Counter({"callback" if root["route"].endswith("/callback") else "other": 1}),
    )
    for entry in answered:
        if entry["who"] == "bot" and trace.thread in entry["path"]:
            _add(trace, entry)
    trace.writes.sort(key=lambda write: write.done)
    return trace


def _only(entries: list[Json], wanted: Any) -> Json:
    return next(entry for entry in entries if wanted(entry))


def _quotes(body: Any, prompt: str) -> bool:
    """The answer to the interaction, or where that came too late the message in its place."""
    said = body.get("data", body) if isinstance(body, dict) else {}
    return str(said.get("content", "")).endswith(prompt)


def _message_of(answer: Json) -> Json:
    return dict(answer["resource"]["message"] if "resource" in answer else answer)


def _asks(body: Json, prompt: str) -> bool:
    return str(body.get("input", "")).endswith(prompt)


def _add(trace: Trace, entry: Json) -> None:
    write = _write(trace.thread, entry)
    if write is not None:
        trace.writes.append(write)
    trace.kinds[write.kind if write else "thread" if entry["path"].endswith("/threads") else "other"] += 1


def _write(thread: str, entry: Json) -> Write | None:
    place = re.fullmatch(rf"{_API}/channels/{thread}/messages(?:/(\d+))?", entry["path"])
    verb = {"POST": "create", "PATCH": "edit"}.get(entry["method"])
    if place is None or verb is None or entry["status"] != 200:
        return None
    body, message = entry["body"], entry["answer"]["id"]
    what = "card" if is_card(entry["answer"]) else "ping" if entry["answer"]["mentions"] else "page"
    content = str(body.get("content") or "")
    looks = repr((content, body.get("components"), body.get("files")))
    return Write(f"{what} {verb}", message, done_at(entry), content, looks, is_receipt(entry["answer"]))
