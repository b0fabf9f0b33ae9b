"""`/sessions`: what is listed for whom, and what is done from there, also after a restart."""

from collections.abc import Callable
from functools import partial

from tests.e2e.gallery import form_shown
from tests.e2e.messages import Json, buttons, every, text_of
from tests.e2e.person import Person
from tests.e2e.requests import told
from tests.e2e.stage import Stage

ALLOW, DENY, VIEW = "allow", "deny", 1 << 10


async def shown(stage: Stage, before: int, fits: Callable[[Json], bool]) -> Json | None:
    """The newest private message that the bot made or changed since, once it is so."""
    entries = (await stage.requests())[before:]
    edited = [e["answer"] for e in entries if e["path"].endswith("/messages/@original") and e["answer"]]
    return next((dict(m) for m in reversed(edited) if m.get("components") and fits(m)), None)


async def sees(stage: Stage, before: int, words: str) -> Json:
    return dict(await stage.until(partial(shown, stage, before, lambda m: words in text_of(m))))


async def listed(stage: Stage, person: Person, *, channel: str | None = None, words: str = "Talks") -> Json:
    before = len(await stage.requests())
    await person.command("sessions", channel=channel)
    return await sees(stage, before, words)


async def chosen(stage: Stage, person: Person, menu: Json, number: int = 0) -> Json:
    select = next(c for c in every(menu) if c["type"] == 3)
    before = len(await stage.requests())
    await person.choose(menu, select["custom_id"], select["options"][number]["value"])
    return await sees(stage, before, "begun by")


async def talk(stage: Stage, person: Person, prompt: str, *, channel: str | None = None) -> str:
    """The thread of a request that was answered."""
    place = channel or stage.general
    threads = len([m for m in await person.messages(place) if "thread" in m])
    await person.ask(prompt, channel=place)
    thread = await stage.thread_of(person, channel=place, number=threads)
    await stage.finished(person, thread)
    return thread


def titles(message: Json) -> list[str]:
    select: Json = next((c for c in every(message) if c["type"] == 3), {"options": []})
    return [option["label"] for option in select["options"]]


def labels(message: Json) -> list[str]:
    return [button["label"] for button in buttons(message)]


async def name_of(person: Person, thread: str) -> tuple[str, bool]:
    """The thread's name, and whether it is archived."""
    _, found = await person.call("GET", f"/channels/{thread}")
    return found["name"], found["thread_metadata"]["archived"]


async def test_a_talk_is_found_renamed_and_closed(stage: Stage, lives: str) -> None:
    """Its owner finds it by its title, renames it with its thread, closes it; a message in it opens it again."""
    ada = stage.person("Ada")
    thread = await talk(stage, ada, "short please")
    menu = await listed(stage, ada)
    if lives == "after a restart":
        await stage.kill_bot()
        await stage.start_bot()
    one = await chosen(stage, ada, menu)
    before = len(await stage.requests())
    await ada.click(one, "Rename")
    form = dict(await stage.until(partial(form_shown, stage, before)))
    await ada.send_form(form, {"words": "Maps of the moon"}, channel=stage.general)
    renamed = await sees(stage, before, "Maps of the moon")
    named = await name_of(ada, thread)
    before = len(await stage.requests())
    await ada.click(renamed, "Close")
    closed = await sees(stage, before, "closed")
    closed_thread = await name_of(ada, thread)
    await ada.say(thread, "short again")
    await stage.finished(ada, thread, turns=2)
    again = await listed(stage, ada)

    assert menu["flags"] & 64
    assert titles(menu) == ["short please"]
    assert labels(one) == ["Open", "Rename", "Close", "All talks"]
    assert buttons(one)[0]["url"] == f"https://discord.com/channels/{stage.guild}/{thread}"
    assert named == ("Maps of the moon", False)
    assert closed_thread == ("Maps of the moon", True)
    assert labels(closed) == ["Open", "Rename", "All talks"]
    assert f"⚪ <#{thread}>" in text_of(again)
    assert titles(again) == ["Maps of the moon"]


async def test_closing_stops_what_is_at_work(stage: Stage) -> None:
    """The run is cancelled, its receipt says who stopped it, and then the thread sleeps."""
    await stage.lever("POST", "speed", {"factor": 1})
    ada = stage.person("Ada")
    await ada.ask("be slow")
    thread = await stage.thread_of(ada)
    one = await chosen(stage, ada, await listed(stage, ada, words="🟢"))
    before = len(await stage.requests())
    await ada.click(one, "Close")
    await sees(stage, before, "closed")
    messages = await stage.finished(ada, thread)

    assert f"Stopped by <@{ada.id}>" in text_of(messages[-1]) or any("Stopped by" in text_of(m) for m in messages)
    assert (await name_of(ada, thread))[1]


async def test_others_see_it_and_change_nothing(stage: Stage) -> None:
    """Who did not begin a talk is shown where it is and no more; who manages the server may change it."""
    ada, grace, linus = (stage.person(name) for name in ("Ada", "Grace", "Linus"))
    await talk(stage, grace, "short please")
    theirs = await chosen(stage, linus, await listed(stage, linus))
    managers = await chosen(stage, ada, await listed(stage, ada))

    assert labels(theirs) == ["Open", "All talks"]
    assert labels(managers) == ["Open", "Rename", "Close", "All talks"]


async def test_a_private_talk_is_listed_for_those_in_it(stage: Stage) -> None:
    """Its owner and who manages threads find it, also in another list; others see nothing of it."""
    grace, linus = stage.person("Grace"), stage.person("Linus")
    await talk(stage, linus, "short please")
    await grace.ask("a long answer, please", private=True)

    async def in_list() -> bool:
        return titles(await listed(stage, grace)) == ["a long answer, please", "short please"]

    await stage.until(in_list)

    assert titles(await listed(stage, linus)) == ["short please"]


async def test_a_direct_message_lists_ones_own_talks(stage: Stage) -> None:
    """Those of all servers, and nobody else's."""
    grace, linus = stage.person("Grace"), stage.person("Linus")
    await talk(stage, linus, "a long answer, please")
    await talk(stage, grace, "short please")
    found = await listed(stage, grace, channel=await grace.direct())

    assert titles(found) == ["short please"]


async def test_who_has_no_talks_is_told_how_to_begin_one(stage: Stage) -> None:
    """In private, with the command."""
    before = len(await stage.requests())
    await stage.person("Grace").command("sessions")
    none = await sees(stage, before, "no talks yet")

    assert none["flags"] & 64


async def test_who_may_not_use_the_bot_has_no_list(stage: Stage) -> None:
    """A role that the operator shuts out is told so."""
    await stage.kill_bot()
    await stage.start_bot(ALLOW="")
    await stage.person("Grace").command("sessions")

    assert await stage.until(partial(told, stage, "You may not use this bot here"))
