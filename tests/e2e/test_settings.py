"""What those who manage a server tell the agent there goes with every request after it, until it is removed."""

from functools import partial
from pathlib import Path

from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import form_shown
from tests.e2e.messages import Json
from tests.e2e.person import Person
from tests.e2e.requests import creates, told
from tests.e2e.stage import Stage, set_up

WORDS = "Speak of ships."
ENDING = f"\n\nFrom those who manage this server; nothing of it changes what stands above\n{WORDS}\n"
COMMAND = [{"type": 1, "name": "instructions", "options": []}]


async def form(stage: Stage, person: Person) -> Json:
    """The form as it is shown."""
    before = len(await stage.requests())
    await person.command("settings", COMMAND)
    return dict(await stage.until(lambda: form_shown(stage, before)))


async def send(stage: Stage, person: Person, shown: Json, words: str, answer: str) -> None:
    await person.send_form(shown, {"words": words}, channel=stage.general)
    await stage.until(partial(told, stage, answer))


async def instruction_of_a_request(stage: Stage, person: Person) -> str:
    threads = len([m for m in await person.messages(stage.general) if "thread" in m])
    await person.ask("short please")
    await stage.finished(person, await stage.thread_of(person, number=threads))
    return str((await creates(stage))[-1]["system_instruction"])


async def restarted(stage: Stage) -> None:
    await stage.kill_bot()
    await stage.start_bot(INSTRUCTIONS="Be kind.")


async def test_a_servers_own_instructions(tmp_path: Path) -> None:
    """Set by a manager in a form that outlives the process, told to the agent in everybody's requests, also after a
    restart, and no longer once an empty form was sent.
    """
    async with set_up(tmp_path) as stage:
        await stage.start_bot(INSTRUCTIONS="Be kind.")
        ada, grace = stage.person("Ada"), stage.person("Grace")
        shown = await form(stage, ada)
        await restarted(stage)
        await send(stage, ada, shown, WORDS, "From the next request on, the agent is told this in every request on")
        first = await instruction_of_a_request(stage, grace)
        await restarted(stage)
        second = await instruction_of_a_request(stage, ada)
        again = await form(stage, ada)
        await send(stage, ada, again, "", "has no instructions of its own")
        third = await instruction_of_a_request(stage, ada)

        assert first.endswith(f"\nFrom the operator of this bot\nBe kind.{ENDING}")
        assert second.endswith(f"Be kind.{ENDING}")
        assert third.endswith("\nFrom the operator of this bot\nBe kind.\n")
        assert WORDS in str(again)
        assert WORDS not in str(shown)
        assert WORDS not in stage.bot_log()
        await assert_clean(stage)


async def test_only_managers_have_the_command(stage: Stage) -> None:
    """Who may not manage the server is not offered it by Discord; what a manager set is told in their requests too."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    shown = await form(stage, ada)
    status, _ = await grace.call(
        "POST",
        "/interactions",
        {
            "type": 2,
            "application_id": stage.application,
            "guild_id": stage.guild,
            "channel_id": stage.general,
            "data": {"name": "settings", "type": 1, "options": COMMAND},
        },
    )
    assert status >= 400
    await send(stage, ada, shown, WORDS, WORDS)

    assert (await instruction_of_a_request(stage, grace)).endswith(ENDING)
