"""An answer is removed by who asked or who may tidy, and by nobody else; killed in the middle, the rest goes too."""

from functools import partial

import pytest

from tests.e2e.calling import will_call
from tests.e2e.gallery import imagined, jobs, said_privately
from tests.e2e.messages import Json, buttons, every, is_receipt, text_of
from tests.e2e.person import Person
from tests.e2e.requests import told
from tests.e2e.stage import Stage

MENU = "Remove this answer"
SURE = "The agent still remembers"


async def so_far(stage: Stage) -> int:
    return len(await stage.requests())


async def question(stage: Stage, before: int) -> Json:
    """The private message that asks whether they are sure, as its person sees it."""

    async def found() -> Json | None:
        entries = (await stage.requests())[before:]
        shown = [e["answer"]["resource"]["message"] for e in entries if "/callback" in e["path"] and e["answer"]]
        return next((dict(m) for m in shown if SURE in m["content"]), None)

    return dict(await stage.until(found))


async def by_menu(stage: Stage, person: Person, message: Json) -> Json:
    before = await so_far(stage)
    await person.use_menu(MENU, message)
    return await question(stage, before)


async def by_details(stage: Stage, person: Person, receipt: Json) -> Json:
    before = await so_far(stage)
    await person.click(receipt, "Details")

    async def shown() -> Json | None:
        entries = (await stage.requests())[before:]
        edited = [e["answer"] for e in entries if e["path"].endswith("/messages/@original") and e["answer"]]
        return next((dict(m) for m in edited if "Remove" in [b["label"] for b in buttons(m)]), None)

    details = await stage.until(shown)
    before = await so_far(stage)
    await person.click(details, "Remove")
    return await question(stage, before)


async def is_left(stage: Stage, person: Person, thread: str) -> list[Json] | None:
    """What of the bot's stands in the thread, once that is one line."""
    left = [m for m in await person.messages(thread) if m["author"]["id"] == stage.application and m["type"] in (0, 19)]
    return left if len(left) == 1 and "removed by" in text_of(left[0]) else None


async def answered(stage: Stage, person: Person, prompt: str = "draw a chart") -> tuple[str, list[Json]]:
    threads = len([m for m in await person.messages(stage.general) if "thread" in m])
    await person.ask(prompt)
    thread = await stage.thread_of(person, number=threads)
    return thread, await stage.finished(person, thread)


async def quoting(stage: Stage, person: Person) -> str:
    return next(str(m["content"]) for m in await person.messages(stage.general) if "thread" in m)


@pytest.mark.parametrize("way", ["menu", "details"])
async def test_the_asker_removes_an_answer(stage: Stage, way: str) -> None:
    """Pages, files and pictures are gone; the card and the quoting message say who removed it, and nobody is pinged."""
    ada = stage.person("Ada")
    thread, messages = await answered(stage, ada)
    receipt = next(m for m in messages if is_receipt(m))
    asked = await (by_menu(stage, ada, messages[-1]) if way == "menu" else by_details(stage, ada, receipt))
    await ada.click(asked, "Yes, remove it")
    left = await stage.until(partial(is_left, stage, ada, thread))

    assert len(messages) > 2
    assert asked["flags"] & 64
    assert (left[0]["id"], left[0]["attachments"], buttons(left[0])) == (receipt["id"], [], [])
    assert text_of(left[0]) == f"-# 🗑️ removed by <@{ada.id}>"
    assert await quoting(stage, ada) == f"<@{ada.id}> asked\n-# 🗑️ removed by <@{ada.id}>"
    assert left[0]["mentions"] == []


async def test_a_message_of_a_person_stays(stage: Stage) -> None:
    """Of a reply in the thread only the bot's answer goes, and the answer before it stays."""
    ada = stage.person("Ada")
    thread, first = await answered(stage, ada, "short please")
    said = await ada.say(thread, "short again")
    messages = await stage.finished(ada, thread, turns=2)
    await ada.click(await by_menu(stage, ada, messages[-1]), "Yes, remove it")

    async def done() -> list[Json] | None:
        now = await ada.messages(thread)
        return now if "removed by" in text_of(now[-1]) else None

    left = await stage.until(done)

    assert [m["id"] for m in left][: len(first) + 1] == [*(m["id"] for m in first), said["id"]]
    assert "removed by" not in await quoting(stage, ada)


async def test_somebody_else_is_refused(stage: Stage) -> None:
    """Who neither asked nor tidies up is told who may, and nothing changes; a manager removes what others asked."""
    ada, grace, linus = (stage.person(name) for name in ("Ada", "Grace", "Linus"))
    thread, messages = await answered(stage, grace, "short please")
    await linus.use_menu(MENU, messages[-1])
    await stage.until(partial(told, stage, "may remove this answer"))
    still = await grace.messages(thread)
    await ada.click(await by_menu(stage, ada, messages[-1]), "Yes, remove it")
    left = await stage.until(partial(is_left, stage, grace, thread))

    assert [m["id"] for m in still] == [m["id"] for m in messages]
    assert text_of(left[0]) == f"-# 🗑️ removed by <@{ada.id}>"


async def test_a_running_request_is_stopped_first(stage: Stage) -> None:
    """Removed by the quoting message's menu while it works: its run is cancelled, and one line is left."""
    await stage.lever("POST", "speed", {"factor": 1})
    ada = stage.person("Ada")
    await ada.ask("be slow")
    thread = await stage.thread_of(ada)
    root = next(m for m in await ada.messages(stage.general) if "thread" in m)
    await stage.until(partial(has_text, ada, thread))
    await ada.click(await by_menu(stage, ada, root), "Yes, remove it")
    left = await stage.until(partial(is_left, stage, ada, thread))

    assert [b["label"] for b in buttons(left[0])] == []
    assert any(e["path"].endswith("/cancel") for e in await stage.requests())


async def has_text(person: Person, thread: str) -> bool:
    return any(m["content"] for m in await person.messages(thread))


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_it_is_removed(stage: Stage, when: str) -> None:
    """The first deletion is held before or after its effect and the bot killed there; the next process goes on."""
    ada = stage.person("Ada")
    thread, messages = await answered(stage, ada, "draw a chart")
    asked = await by_menu(stage, ada, messages[-1])
    await stage.fault({"method": "DELETE", "path": "/api/v10/channels/*/messages/*", "times": 1}, {"hold": when})
    await ada.click(asked, "Yes, remove it")
    await stage.until(partial(something_is_held, stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    standing = await ada.messages(thread)
    await stage.start_bot()
    await stage.until(partial(is_left, stage, ada, thread))

    assert len(standing) == len(messages) - (when == "after")
    assert "removed by" in await quoting(stage, ada)


async def something_is_held(stage: Stage) -> bool:
    return any(fault["held"] for fault in await stage.lever("GET", "faults"))


async def test_what_the_agent_sent_goes_with_it(stage: Stage) -> None:
    """A picture that it had made is a message of its own, and goes with the answer."""
    ada = stage.person("Ada")
    thread, _ = await answered(stage, ada, await will_call(stage, ("discord_make_picture", {"prompt": "a fox"})))
    with_picture = await ada.messages(thread)
    last = next(m for m in with_picture if is_receipt(m))
    await ada.click(await by_menu(stage, ada, last), "Yes, remove it")
    await stage.until(partial(is_left, stage, ada, thread))

    assert any(c["type"] == 12 for m in with_picture for c in every(m))


async def test_pictures_are_removed_by_the_menu_too(stage: Stage) -> None:
    """By who asked for them, and not by others; their message is gone with its buttons."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    picture = await imagined(stage, "a fox", person="Grace")
    before = await so_far(stage)
    await stage.person("Linus").use_menu(MENU, picture)
    refused = await stage.until(partial(said_privately, stage, before, "may remove this"))
    await grace.use_menu(MENU, picture)

    async def gone() -> bool:
        return not await jobs(stage, ada)

    await stage.until(gone)

    assert refused["flags"] == 64


async def test_what_is_no_answer_is_not_removed(stage: Stage) -> None:
    """A person's message stays, and they are told what the menu is for."""
    ada = stage.person("Ada")
    said = await ada.say(stage.general, "hello all")
    await ada.use_menu(MENU, said)
    await stage.until(partial(told, stage, "no answer and no picture of mine"))

    assert said["id"] in [m["id"] for m in await ada.messages(stage.general)]
