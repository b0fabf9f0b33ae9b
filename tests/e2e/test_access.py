"""Who may do what: the right person and the wrong one, by settings, by a server's own rules, and as roles go."""

from functools import partial
from pathlib import Path

import pytest

from tests.e2e.calling import question, results, shows, will_call
from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import said_privately
from tests.e2e.messages import Json, buttons, every, is_card, is_receipt, text_of
from tests.e2e.person import Person
from tests.e2e.requests import creates
from tests.e2e.stage import Stage, set_up
from tests.e2e.test_doors import accepted

POST = "discord_post"


async def role(stage: Stage) -> str:
    """The role that all people but the stranger have."""
    _, roles = await stage.person("Ada").call("GET", f"/guilds/{stage.guild}/roles")
    return next(str(one["id"]) for one in roles if one["name"] == "Members")


async def access(person: Person, **options: str) -> None:
    kinds = {"rule": 3, "what": 3, "who": 9, "where": 7}
    given = [{"type": kinds[name], "name": name, "value": value} for name, value in options.items()]
    await person.command("settings", [{"type": 1, "name": "access", "options": given}])


async def rules_shown(stage: Stage, after: int, words: str) -> Json | None:
    """The newest private message that shows the rules, once it has these words."""
    entries = (await stage.requests())[after:]
    answers = [e["answer"]["resource"]["message"] for e in entries if "/callback" in e["path"] and e["answer"]]
    return next((dict(message) for message in reversed(answers) if words in str(message)), None)


async def asks(stage: Stage, person: Person, prompt: str = "short please") -> str:
    """The thread of a new request, which the bot takes."""
    threads = len([m for m in await person.messages(stage.general) if "thread" in m])
    await person.ask(prompt)
    return await stage.thread_of(person, number=threads)


async def is_refused(stage: Stage, words: str, before: int) -> bool:
    return bool(await stage.until(lambda: said_privately(stage, before, words)))


async def so_far(stage: Stage) -> int:
    return len(await stage.requests())


async def test_a_rule_is_added_and_taken_away(stage: Stage) -> None:
    """A manager lets only one person ask: another is told who can open it; once the rule is taken away, they may."""
    ada, grace, linus = (stage.person(name) for name in ("Ada", "Grace", "Linus"))
    before = await so_far(stage)
    await access(ada, rule="allow", what="ask", who=linus.id)
    shown = await stage.until(partial(rules_shown, stage, before, f"only <@{linus.id}>"))
    before = await so_far(stage)
    await grace.ask("short please")
    refused = await is_refused(stage, "`/settings access` shows the rules", before)
    thread = await asks(stage, linus)
    await stage.finished(linus, thread)

    menu = next(c for c in every(shown) if c["type"] == 3)
    before = await so_far(stage)
    await ada.choose(shown, menu["custom_id"], menu["options"][0]["value"])
    await stage.until(partial(rules_shown, stage, before, "There are no rules yet"))
    await stage.finished(grace, await asks(stage, grace))

    assert refused
    assert shown["flags"] & 64
    assert len(await creates(stage)) == 2


@pytest.mark.parametrize(
    ("setting", "words"),
    [({"DENY_ASK": "ROLE"}, "shut this out"), ({"ALLOW_ASK": "OTHER"}, "ALLOW_ASK"), ({"DENY": "CHANNEL"}, "`DENY`")],
)
async def test_an_operators_list_shuts_out(tmp_path: Path, setting: dict[str, str], words: str) -> None:
    """By role, person or channel; the sentence names the setting, and no rule of the server opens it."""
    async with set_up(tmp_path) as stage:
        linus, ada = stage.person("Linus"), stage.person("Ada")
        ids = {"ROLE": await role(stage), "OTHER": stage.person("Grace").id, "CHANNEL": stage.general}
        await stage.start_bot(ALLOW="*", **{name: ids[value] for name, value in setting.items()})
        before = await so_far(stage)
        await access(ada, rule="allow", what="everything", who=linus.id)
        await stage.until(partial(rules_shown, stage, before, f"only <@{linus.id}>"))
        before = await so_far(stage)
        await linus.ask("short please")

        assert await is_refused(stage, words, before)
        assert await creates(stage) == []
        await assert_clean(stage)


async def test_pictures_have_a_list_of_their_own(tmp_path: Path) -> None:
    """Who may have pictures made may not therefore ask, and the other way round."""
    async with set_up(tmp_path) as stage:
        grace, linus = stage.person("Grace"), stage.person("Linus")
        await stage.start_bot(ALLOW=grace.id, ALLOW_IMAGINE=linus.id)
        before = await so_far(stage)
        await linus.ask("short please")
        no_talk = await is_refused(stage, "You may not use this bot here", before)
        before = await so_far(stage)
        await grace.use("imagine", {"prompt": "a boat"})
        no_picture = await is_refused(stage, "You may not have pictures made here", before)
        await linus.use("imagine", {"prompt": "a boat"})
        await stage.finished(grace, await asks(stage, grace))

        assert no_talk
        assert no_picture
        assert await stage.until(partial(pictures_of, stage, linus))
        await assert_clean(stage)


async def pictures_of(stage: Stage, person: Person) -> bool:
    return any(
        person.id in str(m) and "Again" in [b["label"] for b in buttons(m)]
        for m in await person.messages(stage.general)
    )


async def test_the_agent_acts_only_for_those_who_may(tmp_path: Path) -> None:
    """Who may not have it act is offered no function that asks for leave; a call of one all the same does nothing."""
    async with set_up(tmp_path) as stage:
        grace, linus = stage.person("Grace"), stage.person("Linus")
        await stage.start_bot(ALLOW="*", ALLOW_ACT=linus.id)
        call = (POST, {"channel": stage.channel("workshop"), "text": "Hello."})
        await stage.finished(grace, await asks(stage, grace, await will_call(stage, call)))
        await asks(stage, linus, await will_call(stage, call, scene="again"))
        offered = [{tool.get("name") for tool in body["tools"]} for body in await creates(stage)]

        assert POST not in offered[0]
        assert POST in offered[-1]
        assert "There is no function discord_post" in str((await results(stage))[0])
        await assert_clean(stage)


async def test_a_manager_stops_and_decides_others_do_not(stage: Stage) -> None:
    """Whom a rule lets manage the bot may decide and stop for others; anybody else is told who can."""
    ada, grace, linus = (stage.person(name) for name in ("Ada", "Grace", "Linus"))
    stranger = stage.person("Stranger")
    before = await so_far(stage)
    await access(ada, rule="allow", what="manage", who=linus.id)
    await stage.until(partial(rules_shown, stage, before, f"and <@{linus.id}>"))
    call = (POST, {"channel": stage.channel("workshop"), "text": "Hello."})
    thread = await asks(stage, grace, await will_call(stage, call))
    asked = await question(stage, thread)
    before = await so_far(stage)
    await stranger.click(asked, "Once")
    undecided = await is_refused(stage, "may decide, or somebody who manages this bot", before)
    card = next(m for m in await ada.messages(thread) if is_card(m) and "Stop" in [b["label"] for b in buttons(m)])
    before = await so_far(stage)
    await stranger.click(card, "Stop")
    unstopped = await is_refused(stage, "may stop this, or somebody", before)
    await linus.click(asked, "Once")
    decided = await shows(stage, asked, "allowed it, this once")
    await stage.finished(grace, thread)

    assert undecided
    assert unstopped
    assert f"<@{linus.id}>" in text_of(decided)


async def test_a_manager_stops_what_runs(stage: Stage) -> None:
    """The receipt says by whom."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await stage.lever("POST", "speed", {"factor": 1})
    thread = await asks(stage, grace, "be slow")
    card = await stage.until(partial(card_with, stage, thread, "Stop"))
    await ada.click(card, "Stop")
    messages = await stage.finished(grace, thread)

    assert f"Stopped by <@{ada.id}>" in text_of(next(m for m in messages if is_receipt(m)))


async def card_with(stage: Stage, thread: str, label: str) -> Json | None:
    messages = await stage.person("Ada").messages(thread)
    return next((m for m in messages if is_card(m) and label in [b["label"] for b in buttons(m)]), None)


async def card_saying(stage: Stage, thread: str, words: str) -> Json | None:
    messages = await stage.person("Ada").messages(thread)
    return next((m for m in messages if is_card(m) and words in text_of(m)), None)


async def test_a_role_taken_away_between_two_messages(tmp_path: Path) -> None:
    """The message after it starts nothing."""
    async with set_up(tmp_path) as stage:
        members = await role(stage)
        await stage.start_bot(ALLOW=members)
        ada, grace, linus = (stage.person(name) for name in ("Ada", "Grace", "Linus"))
        thread = await asks(stage, grace)
        await stage.finished(grace, thread)
        status, _ = await ada.call("DELETE", f"/guilds/{stage.guild}/members/{grace.id}/roles/{members}")
        await grace.say(thread, "short again")
        await linus.say(thread, f"<@{stage.application}> short please")
        await stage.finished(linus, thread, turns=2)

        assert status == 204
        assert len(await creates(stage)) == 2
        await assert_clean(stage)


async def test_a_role_taken_away_while_a_request_waits(tmp_path: Path) -> None:
    """The request that waited behind another is not run, though no event told the bot; its card says why."""
    async with set_up(tmp_path) as stage:
        members = await role(stage)
        await stage.start_bot(ALLOW=members)
        await stage.lever("POST", "speed", {"factor": 1})
        ada, grace = stage.person("Ada"), stage.person("Grace")
        thread = await asks(stage, grace, "be slow")
        card = await stage.until(partial(card_with, stage, thread, "Stop"))
        await grace.say(thread, "short again")
        await stage.until(partial(accepted, stage, 2))
        await ada.call("DELETE", f"/guilds/{stage.guild}/members/{grace.id}/roles/{members}")
        await stage.kill_bot()
        await stage.start_bot(ALLOW=members)
        await ada.click(card, "Stop")
        await stage.finished(ada, thread, turns=2)

        assert await card_saying(stage, thread, "You may not use this bot here")
        assert len(await creates(stage)) == 1
        await assert_clean(stage, but="unknown-webhook")


async def test_only_so_many_requests_run_at_once(tmp_path: Path) -> None:
    """One more than a person may have waits where everybody sees it, over a kill, and is answered as room comes."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(MAX_TURNS_PER_PERSON="1")
        await stage.lever("POST", "speed", {"factor": 1})
        ada, grace = stage.person("Ada"), stage.person("Grace")
        first = await asks(stage, grace, "be slow")
        await stage.until(partial(card_with, stage, first, "Stop"))
        second = await asks(stage, grace, "short please")
        await stage.until(partial(card_saying, stage, second, "MAX_TURNS_PER_PERSON"))
        others = await asks(stage, ada)
        await stage.finished(ada, others)
        await stage.kill_bot()
        await stage.start_bot(MAX_TURNS_PER_PERSON="1")
        still = await stage.until(partial(card_saying, stage, second, "Waiting for a free place"))
        running = await stage.until(partial(card_with, stage, first, "Stop"))
        await grace.click(running, "Stop")
        messages = await stage.finished(grace, second)

        assert still
        assert "**Done**" in text_of(next(m for m in messages if is_receipt(m)))
        await assert_clean(stage, but="unknown-webhook")
