"""What belongs to an answer works in direct messages as in a thread: files, details, what waits, what was missed."""

from functools import partial

from tests.e2e.busy import are_marked, asked_words, card, card_says
from tests.e2e.downloads import bytes_of, downloaded, shown_privately
from tests.e2e.messages import Json, buttons, is_receipt, pages
from tests.e2e.person import Person
from tests.e2e.stage import Stage


async def receipts(stage: Stage, person: Person, channel: str, *, turns: int = 1) -> list[Json]:
    return [m for m in await stage.finished(person, channel, turns=turns) if is_receipt(m)]


async def test_files_and_details_come_in_a_direct_message(stage: Stage) -> None:
    """The file stands in the talk, byte for byte the one that Files gives; Details has the steps."""
    grace = stage.person("Grace")
    direct = await grace.direct()
    await grace.say(direct, "make a PDF")
    receipt = (await receipts(stage, grace, direct))[-1]
    turn = next(b["custom_id"] for b in buttons(receipt)).split(":")[1]
    before = len(await stage.requests())
    await grace.click(receipt, "Files")
    menu = await stage.until(lambda: shown_privately(stage, before, "Made or changed: 1"))
    await grace.choose(menu, f"file:{turn}", "0")
    one = await stage.until(lambda: downloaded(stage, before, "report.pdf"))
    shown = [a for m in await grace.messages(direct) for a in m["attachments"]]
    then = len(await stage.requests())
    await grace.click(receipt, "Details")

    assert [a["filename"] for a in shown] == ["report.pdf"]
    assert await bytes_of(stage, one) == await bytes_of(stage, shown[0])
    assert await stage.until(partial(details_are_told, stage, then))


async def details_are_told(stage: Stage, before: int) -> bool:
    edits = [e for e in (await stage.requests())[before:] if e["method"] == "PATCH"]
    return any("Writing a PDF" in e["body"].get("content", "") for e in edits)


async def test_messages_wait_in_a_direct_message_and_one_goes_now(stage: Stage) -> None:
    """They wear the mark and are counted; Send now ends what runs, and the next one is answered."""
    grace = stage.person("Grace")
    direct = await grace.direct()
    await stage.lever("POST", "speed", {"factor": 1})
    await grace.say(direct, "be slow")
    await stage.until(lambda: card(grace, direct))
    for words in ("short: alpha", "short: beta"):
        await grace.say(direct, words)
    await stage.until(lambda: are_marked(grace, direct, ["short: alpha", "short: beta"]))
    working = await stage.until(lambda: card_says(grace, direct, "2 messages wait"))
    await stage.lever("POST", "speed", {"factor": 40})
    await grace.click(working, "Send now")
    await stage.finished(grace, direct, turns=3)

    assert await asked_words(stage, "be slow", "short: alpha", "short: beta") == [
        "be slow",
        "short: alpha",
        "short: beta",
    ]
    assert await stage.until(lambda: are_marked(grace, direct, []))


async def test_what_was_said_in_a_direct_message_meanwhile_is_taken(stage: Stage) -> None:
    """A talk there goes on with what came while no process was connected."""
    grace = stage.person("Grace")
    direct = await grace.direct()
    await grace.say(direct, "short: before")
    await stage.finished(grace, direct)
    await stage.kill_bot()
    await grace.say(direct, "short: meanwhile")
    await stage.start_bot()
    messages = await stage.finished(grace, direct, turns=2)

    assert len(pages(messages, stage.application)) == 2
    assert await asked_words(stage, "before", "meanwhile") == ["before", "meanwhile"]
