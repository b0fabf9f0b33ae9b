"""Models of providers through Discord: chosen by name and mode, and each answer in the form that is good to read."""

from functools import partial
from pathlib import Path
from typing import Any

from tests.e2e.conftest import assert_clean
from tests.e2e.downloads import bytes_of, downloaded, shown_privately
from tests.e2e.messages import Json, buttons, every, is_card, is_receipt, text_of
from tests.e2e.requests import creates, told
from tests.e2e.stage import Stage, set_up
from tests.e2e.suggestions import suggested

OFFICIAL, ANTIGRAVITY = "gemini_official/gemini-3", "antigravity"
PRO = f"{OFFICIAL}-pro"


async def talk(stage: Stage, prompt: str, *, command: str = "ask", **options: Any) -> list[Json]:
    """All messages of a finished request of Ada's in a new thread; the first is the receipt."""
    ada = stage.person("Ada")
    before = len([m for m in await ada.messages(stage.general) if "thread" in m])
    await ada.use(command, {"prompt": prompt, **options})
    thread = await stage.thread_of(ada, number=before)
    return [m for m in await stage.finished(ada, thread) if m["type"] in (0, 19)]


async def asked_of_models(stage: Stage) -> list[Json]:
    """The bodies of the requests for answers, oldest first."""
    return [e["body"] for e in await stage.requests() if e["path"].endswith("/v1/chat/completions")]


async def files_of(stage: Stage, messages: list[Json]) -> dict[str, bytes]:
    return {a["filename"]: await bytes_of(stage, a) for m in messages for a in m["attachments"]}


async def test_models_are_found_while_one_types(stage: Stage) -> None:
    """By a part of a name or its provider's, with the provider always; where films are made, those alone."""
    ada = stage.person("Ada")

    assert "antigravity/gemini-3-flash" in await suggested(stage, ada, "model", "3-fl")
    assert f"{PRO}-canvas" in await suggested(stage, ada, "model", "gemini-3-pro")
    assert await suggested(stage, ada, "model", "official 3-pro") == [PRO]
    assert await suggested(stage, ada, "model", "thinking", command="video") == [f"{OFFICIAL}-thinking-video"]
    assert len(await suggested(stage, ada, "model", "")) <= 25


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"model": "gemini_official/gemini-9"}, "There is no model `gemini_official/gemini-9` here"),
    ({"model": "antigravity/gemini-3-flash", "mode": "canvas"}, f"These have it: `{OFFICIAL}-fast-canvas`"),
    ({"model": PRO, "environment": "new"}, "A model by itself has no machine"),
    ({"model": PRO, "tools": "code"}, "`code` belong to the agent"),
    ({"mode": "video", "agent": "deep-research-preview-04-2026"}, "without an agent"),
]


async def test_what_does_not_go_together_is_refused_before(stage: Stage) -> None:
    """Each in a private sentence, and nothing is begun."""
    ada = stage.person("Ada")

    for options, words in WRONG:
        await ada.ask("short please", **options)
        await stage.until(partial(told, stage, words))

    assert await asked_of_models(stage) == []
    assert await creates(stage) == []


async def test_a_talk_changes_its_model(stage: Stage) -> None:
    """What was said goes along to the next one; only who began it may do that; a talk with the agent keeps to it."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    receipt = (await talk(stage, "short please", model="antigravity/gemini-3-flash"))[0]
    thread = receipt["channel_id"]

    await grace.ask("short please", channel=thread, model=PRO)
    await stage.until(partial(told, stage, "who began it, may change them"))
    await ada.ask("what did I tell you?", channel=thread, model=PRO)
    messages = await stage.finished(ada, thread, turns=2)
    agents = (await talk(stage, "short please"))[0]["channel_id"]
    await ada.ask("short please", channel=agents, model=PRO)
    await stage.until(partial(told, stage, "Begin a new talk in a channel"))

    assert [body["model"] for body in await asked_of_models(stage)] == ["gemini-3-flash", "gemini-3-pro"]
    assert "short please" in "".join(text_of(m) for m in messages if not is_card(m))
    assert "`antigravity/gemini-3-flash`" in text_of(receipt)
    assert "≈" not in text_of(receipt)


async def test_a_canvas_is_a_file(stage: Stage) -> None:
    """Named after its title, whole; the answer shows it in a fence, and Files gives it to anybody."""
    receipt, page, files = await talk(stage, "A lantern", model=PRO, mode="canvas")
    before = len(await stage.requests())
    turn = next(b["custom_id"] for b in buttons(receipt)).split(":")[1]

    found = await files_of(stage, [files])
    await stage.person("Grace").click(receipt, "Files")
    menu = await stage.until(partial(shown_privately, stage, before, "Made or changed: 1"))
    await stage.person("Grace").choose(menu, f"file:{turn}", "0")
    one = await stage.until(partial(downloaded, stage, before, "A-lantern.html"))

    assert "```html\n<!DOCTYPE html>" in page["content"]
    assert page["content"].endswith("The button counts. Say what to change.")
    assert list(found) == ["A-lantern.html"]
    assert found["A-lantern.html"].startswith(b"<!DOCTYPE html>")
    assert found["A-lantern.html"].endswith(b"</html>\n")
    assert await bytes_of(stage, one) == found["A-lantern.html"]
    assert (await asked_of_models(stage))[0]["model"] == "gemini-3-pro-canvas"


async def test_a_report_is_pages_and_a_document(stage: Stage) -> None:
    """Five pages, the rest behind Show more, its sources in it, and all of it as one file."""
    messages = await talk(stage, "The moons of Jupiter", mode="research")
    pages = [m for m in messages if not is_card(m) and m["content"] and not m["content"].startswith(("-#", "<@"))]

    found = await files_of(stage, messages)

    assert len(pages) == 5
    assert [b["label"] for b in buttons(pages[-1])] == ["Show more"]
    (name,) = found
    assert name.endswith(".md")
    assert b"## 4. What follows" in found[name]
    assert b"12. [Page 12](https://example.org/playground/research/12)" in found[name]


async def test_a_storybook_in_its_order(stage: Stage) -> None:
    """Each text under its picture, and no text stands twice."""
    messages = await talk(stage, "The lantern", model=PRO, mode="storybook")

    (story,) = [m for m in messages if m["attachments"]]

    shown = [c["content"] if c["type"] == 10 else "picture" for c in every(story) if c["type"] in (10, 12)]
    assert shown[0].startswith("# ") or shown[0].startswith("**")
    assert shown[1::2] == ["picture"] * 4
    assert [text.partition("\n")[0] for text in shown[2::2]] == [f"**Page {number}**" for number in (1, 2, 3, 4)]
    assert not any("On a hill there stood" in m["content"] for m in messages)
    assert len(story["attachments"]) == 4


async def test_a_film(stage: Stage) -> None:
    """By /video: its progress stands on the card and in Details, its file in the thread."""
    messages = await talk(stage, "A wave", command="video", model=PRO)

    found = await files_of(stage, messages)

    assert list(found) == ["a-wave.mp4"]
    assert found["a-wave.mp4"][4:8] == b"ftyp"
    assert not any("task_" in text_of(m) or "生成" in m["content"] for m in messages)
    assert is_receipt(messages[0])
    assert f"`{PRO}-video`" in text_of(messages[0])
    assert (await asked_of_models(stage))[0]["model"] == "gemini-3-pro-video"


async def test_a_film_that_cannot_be_had_and_one_that_failed(stage: Stage) -> None:
    """Both show all that the model said, for their form is not known; of the first it is said what is missing."""
    await stage.lever("POST", "gateways", {"kept_s": 0})
    gone = await talk(stage, "A wave", mode="video")
    failed = await talk(stage, "A wave, but fail", mode="video")

    said = "\n".join(m["content"] for m in gone if not is_card(m))
    assert "98.7%" in said
    assert "named a file that is not there" in said
    assert "生成失败" in "\n".join(m["content"] for m in failed if not is_card(m))


async def test_without_the_agent(tmp_path: Path) -> None:
    """Where there is no key for it, a talk begins with the model that the operator chose, and it is not offered."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(GEMINI_API_KEY="", MODEL=PRO)
        ada = stage.person("Ada")

        receipt = (await talk(stage, "short please"))[0]
        offered = await suggested(stage, ada, "agent", "")
        await ada.ask("short please", agent="deep-research-preview-04-2026")
        await stage.until(partial(told, stage, "no agent, only models of other providers"))

        assert offered == []
        assert f"`{PRO}`" in text_of(receipt)
        assert await creates(stage) == []
        await assert_clean(stage)
