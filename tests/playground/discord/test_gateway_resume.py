"""What survives a lost socket: RESUME tells exactly what was missed, by raw clients and by the real discord.py."""

import asyncio

import aiohttp
import pytest
from discord import ConnectionClosed, Intents, LoginFailure, PrivilegedIntentsRequired

from tests.playground.discord.people import Client, Here, eventually, playground
from tests.playground.discord.specimen import Specimen, every_intent, specimen

HEARING = 1 | 1 << 9 | 1 << 15


def _contents(client: Client) -> list[str]:
    return [message["content"] for message in client.of("MESSAGE_CREATE")]


async def _publish(here: Here, *texts: str) -> None:
    for text in texts:
        await here.person("ada").says(here.channel("general"), text)


async def _lost(here: Here, *heard: str) -> tuple[str, int]:
    """A session that heard these messages and lost its socket; its id and last sequence number."""
    async with here.connected() as client:
        ready = await client.identify(here.token, intents=HEARING)
        await _publish(here, *heard)
        await eventually(lambda: _contents(client) == list(heard))
        seq = client.events[-1]["s"]
        await client.socket.close(code=4000)
    await eventually(lambda: here.hub.ready_bots() == 0)
    return str(ready["session_id"]), seq


async def test_a_resume_tells_what_was_missed_and_nothing_else() -> None:
    """The events after the last heard one come again with their numbers, in order, then RESUMED."""
    async with playground() as here:
        session_id, seq = await _lost(here, "heard")
        await _publish(here, "missed 1", "missed 2")
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": session_id, "seq": seq})
            await client.until("RESUMED")
            await _publish(here, "new")
            await client.until("MESSAGE_CREATE", lambda message: message["content"] == "new")

            assert _contents(client) == ["missed 1", "missed 2", "new"]
            assert [event["s"] for event in client.events] == [seq + 1, seq + 2, seq + 3, seq + 4]
            assert [event["t"] for event in client.events][2] == "RESUMED"


async def test_an_older_number_gets_more_again() -> None:
    """What the client says it heard last decides, not what was sent."""
    async with playground() as here:
        session_id, seq = await _lost(here, "one", "two")
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": session_id, "seq": seq - 1})
            await client.until("RESUMED")

            assert _contents(client) == ["two"]


async def test_a_session_ends_by_the_playgrounds_clock() -> None:
    """Within minutes of a lost socket it can be resumed, later it is invalid and the client starts anew."""
    async with playground() as here:
        session_id, seq = await _lost(here)
        here.world.clock.advance(299)
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": session_id, "seq": seq})
            await client.until("RESUMED")
            seq = client.events[-1]["s"]
            await client.socket.close(code=4000)
        await eventually(lambda: here.hub.ready_bots() == 0)
        here.world.clock.advance(301)
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": session_id, "seq": seq})

            assert (await client.op(9))["d"] is False
            await client.identify(here.token)


async def test_a_proper_goodbye_ends_the_session() -> None:
    """After a close with 1000 there is nothing to resume."""
    async with playground() as here:
        async with here.connected() as client:
            ready = await client.identify(here.token)
        await eventually(lambda: here.hub.ready_bots() == 0)
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": ready["session_id"], "seq": 1})

            assert (await client.op(9))["d"] is False


async def test_nobody_resumes_somebody_elses_session() -> None:
    """A person with the bot's session id gets an invalid session, and a number from the future closes with 4007."""
    async with playground() as here:
        session_id, seq = await _lost(here)
        async with here.connected() as client:
            await client.say(6, {"token": here.person("ada").token, "session_id": session_id, "seq": seq})
            assert (await client.op(9))["d"] is False
        async with here.connected() as client:
            await client.say(6, {"token": here.token, "session_id": session_id, "seq": seq + 1})

            assert await client.closed() == 4007


async def test_a_cut_line_leaves_the_session() -> None:
    """A socket that breaks without a close frame can be resumed."""
    async with playground() as here:
        async with aiohttp.ClientSession() as http:
            socket = await http.ws_connect(f"{here.base}/gateway?v=10&encoding=json")
            client = Client(socket)
            client.begin()
            ready = await client.identify(here.token)
            await here.hub.close_bots(1006)
            await client.closed()
        await eventually(lambda: here.hub.ready_bots() == 0)
        async with here.connected() as again:
            await again.say(6, {"token": here.token, "session_id": ready["session_id"], "seq": 1})

            await again.until("RESUMED")


async def test_a_resume_ends_the_old_line() -> None:
    """A client that resumes while the server still holds its old socket gets everything on the new one."""
    async with playground() as here, here.connected() as old, here.connected() as new:
        ready = await old.identify(here.token, intents=HEARING)
        await new.say(6, {"token": here.token, "session_id": ready["session_id"], "seq": old.events[-1]["s"]})
        await new.until("RESUMED")
        await _publish(here, "new")
        await new.until("MESSAGE_CREATE")

        assert await old.closed() == 1006
        assert here.hub.ready_bots() == 1


@pytest.mark.parametrize("code", [1006, 4000, 4008])
async def test_discord_py_misses_nothing_over_a_lost_socket(code: int) -> None:
    """discord.py comes back with RESUME and hears what was said in between, once and in order."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        await _publish(here, "before")
        await eventually(lambda: bot.of("message"))
        await here.hub.close_bots(code)
        await _publish(here, *(f"between {n}" for n in range(5)))
        await eventually(lambda: bot.of("resumed"))
        await _publish(here, "after")
        await eventually(lambda: len(bot.of("message")) == 7)

        heard = [message.content for message in bot.of("message")]
        assert heard == ["before", *(f"between {n}" for n in range(5)), "after"]
        assert len(bot.of("ready")) == 1


async def test_discord_py_reconnects_when_told_to() -> None:
    """Op 7 makes discord.py resume."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        here.hub.reconnect_bots()
        await eventually(lambda: bot.of("resumed"))

        assert here.hub.ready_bots() == 1


async def test_discord_py_identifies_anew_after_an_invalid_session() -> None:
    """Op 9 false ends the session; discord.py comes back with IDENTIFY under another session id."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        first = bot.ws.session_id
        here.hub.invalidate_bots(resumable=False)
        await eventually(lambda: here.hub.sessions.get(bot.ws.session_id or "") and bot.ws.session_id != first)

        assert first not in here.hub.sessions
        assert bot.of("resumed") == []


async def test_a_fatal_code_ends_discord_py() -> None:
    """4004 is not to be reconnected from: the client's task ends with the code."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        await here.hub.close_bots(4004)
        assert bot.running is not None
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(bot.running, 5)

        assert ended.value.code == 4004


async def test_a_missing_switch_is_told_apart_by_discord_py() -> None:
    """Without the application's flag the message-content intent ends with PrivilegedIntentsRequired."""
    async with playground() as here:
        here.world.application.flags = 0
        async with specimen(here.base, here.token, wait=False) as bot:
            assert bot.running is not None
            with pytest.raises(PrivilegedIntentsRequired):
                await asyncio.wait_for(bot.running, 5)


async def test_a_wrong_token_does_not_come_in() -> None:
    """A person's is no bot's: discord.py's login fails before any socket is opened."""
    async with playground() as here, specimen(here.base, here.person("ada").token, wait=False) as bot:
        assert bot.running is not None
        with pytest.raises(LoginFailure):
            await asyncio.wait_for(bot.running, 5)


async def test_a_thousand_events_keep_their_order() -> None:
    """A flood arrives complete and in order, over discord.py's zlib stream and at a person's client."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        async with ada.online() as client:
            await _flood(here, 1000)
            await eventually(lambda: len(bot.of("message")) == 1000)
            await eventually(lambda: len(client.of("MESSAGE_CREATE")) == 1000)

        wanted = [str(number) for number in range(1000)]
        assert [message.content for message in bot.of("message")] == wanted
        assert _contents(client) == wanted


async def _flood(here: Here, count: int) -> None:
    from bot.playground.discord.messages.creating import create
    from bot.playground.discord.messages.drafts import Draft

    for number in range(count):
        create(here.world, here.channel("general"), here.person("ada").id, Draft({"content": str(number)}))
        if number % 100 == 0:
            await asyncio.sleep(0)


async def test_two_processes_of_one_bot_are_both_told() -> None:
    """A second session of the same bot gets the same events, each with its own numbers."""
    async with playground() as here, specimen(here.base, here.token) as one:
        two = Specimen(every_intent())
        running = asyncio.create_task(two.start(here.token))
        try:
            await eventually(two.is_ready)
            await _publish(here, "to both")
            await eventually(lambda: one.of("message") and two.of("message"))
        finally:
            await two.close()
            await asyncio.wait_for(running, 5)

        assert here.broken_rules == []


async def test_intents_may_be_none_at_all() -> None:
    """A bot without intents is ready and hears nothing."""
    async with playground() as here, specimen(here.base, here.token, intents=Intents.none()) as bot:
        await _publish(here, "unheard")
        await here.person("ada").uses("say", (3, "text", "but this"))
        await eventually(lambda: bot.of("answer"))

        assert bot.of("message") == []
