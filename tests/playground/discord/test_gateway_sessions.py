"""The gateway's protocol, spoken by raw clients: greeting, identifying, heartbeats, and how it is refused."""

import asyncio
import json
import time
import zlib
from typing import Any

import pytest

from tests.playground.discord.people import Here, playground

IDENTIFY: dict[str, Any] = {"properties": {}, "intents": 0}


async def test_a_bot_is_greeted_with_ready_and_its_guild() -> None:
    """READY names the guilds as unavailable, GUILD_CREATE brings each in full with the bot among its members."""
    async with playground() as here, here.connected() as client:
        ready = await client.identify(here.token, intents=1)
        guild = await client.until("GUILD_CREATE")

        assert ready["application"] == {"id": str(here.world.application.id), "flags": here.world.application.flags}
        assert ready["guilds"] == [{"id": guild["id"], "unavailable": True}]
        assert ready["resume_gateway_url"].startswith("ws://127.0.0.1:")
        assert guild["unavailable"] is False
        assert guild["member_count"] == 5
        assert [member["user"]["id"] for member in guild["members"]] == [str(here.world.bot.id)]
        assert [event["s"] for event in client.events] == [1, 2]
        assert here.hub.ready_bots() == 1


async def test_a_person_is_greeted_with_everything_at_once() -> None:
    """A person's READY holds the guild with the channels they see, and no GUILD_CREATE follows."""
    async with playground() as here:
        hidden = here.channel("workshop")
        everyone = here.world.guild.id
        hidden.overwrites[everyone] = type(next(iter(here.channel("bot-cannot-write").overwrites.values())))(
            everyone, 0, deny=1 << 10
        )
        async with here.connected() as client:
            ready = await client.identify(here.person("grace").token)

        names = [channel["name"] for channel in ready["guilds"][0]["channels"]]
        assert names == ["general", "bot-cannot-write", "ideas", "pictures", "gallery-18", "no-threads"]
        assert len(ready["guilds"][0]["members"]) == 5
        assert [event["t"] for event in client.events] == ["READY"]


async def test_a_greeting_holds_the_active_threads() -> None:
    """Threads are there until they have slept as long as they may; an archived one is not."""
    async with playground() as here:
        body = {"name": "talk", "type": 11, "auto_archive_duration": 60}
        ada, general = here.person("ada"), here.channel("general")
        thread = await ada.call("POST", f"/channels/{general.id}/threads", body)
        greeted = []
        for _ in range(2):
            async with here.connected() as client:
                await client.identify(here.token, intents=1)
                greeted.append((await client.until("GUILD_CREATE"))["threads"])
            here.world.clock.advance(3601)

        assert [found["id"] for found in greeted[0]] == [thread["id"]]
        assert greeted[1] == []


async def test_a_heartbeat_is_answered_after_a_moment() -> None:
    """Op 11 comes some 20 ms after op 1, before identifying as well as after."""
    async with playground() as here, here.connected() as client:
        began = time.monotonic()
        await client.say(1, None)
        await client.op(11)

        assert 0.015 < time.monotonic() - began < 10


async def test_a_client_without_a_heart_is_let_go() -> None:
    """No heartbeat for one and a half intervals closes the socket, resumably."""
    async with playground() as here:
        here.hub.heartbeat_seconds = 0.1
        async with here.connected() as client:
            await client.identify(here.token)

            assert await client.closed() == 4000
        assert len(here.hub.sessions) == 1


SENDINGS = [
    ("not json", 4002),
    ("[1]", 4002),
    ({"op": "1"}, 4002),
    ({"op": 2, "d": None}, 4002),
    ({"op": 1, "d": "x" * 4096}, 4002),
    ({"op": 99, "d": {}}, 4001),
    ({"op": 3, "d": {}}, 4003),
    ({"op": 8, "d": {}}, 4003),
    ({"op": 2, "d": IDENTIFY | {"token": ""}}, 4004),
    ({"op": 6, "d": {"token": "Bot token-of-ada", "session_id": "x", "seq": 0}}, 4004),
    ({"op": 2, "d": IDENTIFY | {"token": "TOKEN", "properties": None}}, 4002),
    ({"op": 2, "d": IDENTIFY | {"token": "TOKEN", "shard": [1, 1]}}, 4010),
    ({"op": 2, "d": IDENTIFY | {"token": "TOKEN", "intents": 1 << 30}}, 4013),
    ({"op": 2, "d": IDENTIFY | {"token": "TOKEN", "intents": None}}, 4013),
    ({"op": 2, "d": IDENTIFY | {"token": "TOKEN", "intents": 1 << 8}}, 4014),
]


@pytest.mark.parametrize(("sent", "code"), SENDINGS, ids=[f"{code}-{n}" for n, (_, code) in enumerate(SENDINGS)])
async def test_a_wrong_word_closes_with_its_code(sent: Any, code: int) -> None:
    """Every mistake of the handshake has Discord's close code, and is noted unless it is a wrong token."""
    async with playground() as here, here.connected() as client:
        text = sent if isinstance(sent, str) else json.dumps(sent).replace("TOKEN", here.token)
        await client.socket.send_str(text)

        assert await client.closed() == code
        assert here.broken_rules == ([] if code == 4004 else [f"gateway-{code}"])


@pytest.mark.parametrize(("intent", "flags"), [(1 << 15, 1 << 18), (1 << 15, 1 << 19), (1 << 1, 1 << 15)])
async def test_a_privileged_intent_needs_its_switch(intent: int, flags: int) -> None:
    """With either flag of the application the intent is open, without both it closes with 4014."""
    async with playground() as here:
        here.world.application.flags = flags
        async with here.connected() as client:
            await client.identify(here.token, intents=intent)
        here.world.application.flags = 0
        async with here.connected() as client:
            await client.say(2, IDENTIFY | {"token": here.token, "intents": intent})

            assert await client.closed() == 4014


async def test_identifying_twice_is_refused() -> None:
    """A second IDENTIFY closes with 4005."""
    async with playground() as here, here.connected() as client:
        await client.identify(here.token)
        await client.say(2, IDENTIFY | {"token": here.token})

        assert await client.closed() == 4005


async def test_the_one_hundred_and_twenty_first_word_is_too_many() -> None:
    """120 frames in a minute are heard, the next one closes with 4008."""
    async with playground() as here, here.connected() as client:
        await client.identify(here.token)
        for _ in range(119):
            await client.say(1, None)
        await asyncio.sleep(0.05)
        assert not client.socket.closed
        await client.say(1, None)

        assert await client.closed() == 4008


async def test_another_version_and_another_encoding_are_refused() -> None:
    """v=9 closes with 4012, encoding=etf with 4002."""
    async with playground() as here:
        codes = []
        for query in ("?v=9&encoding=json", "?v=10&encoding=etf"):
            socket = await here.http.ws_connect(f"{here.base}/gateway{query}")
            await asyncio.wait_for(socket.receive(), 5)
            codes.append(socket.close_code)

        assert codes == [4012, 4002]


async def test_zlib_is_one_stream_over_all_frames() -> None:
    """With compress=zlib-stream each frame ends 00 00 ff ff and one context opens them all."""
    async with playground() as here:
        url = f"{here.base}/gateway?v=10&encoding=json&compress=zlib-stream"
        async with here.http.ws_connect(url) as socket:
            frames = [await asyncio.wait_for(socket.receive_bytes(), 5)]
            await socket.send_json({"op": 2, "d": IDENTIFY | {"token": here.token, "intents": 1}})
            frames += [await asyncio.wait_for(socket.receive_bytes(), 5) for _ in range(2)]
        opener = zlib.decompressobj()
        opened = [json.loads(opener.decompress(frame)) for frame in frames]

        assert all(frame.endswith(b"\x00\x00\xff\xff") for frame in frames)
        assert [frame["op"] for frame in opened] == [10, 0, 0]
        assert [frame["t"] for frame in opened] == [None, "READY", "GUILD_CREATE"]


async def test_only_the_shard_of_a_guild_is_told_of_it() -> None:
    """Of two shards one gets the guild and its events, and shard 0 alone the direct messages."""
    async with playground() as here, here.connected() as one, here.connected() as two:
        owner = (here.world.guild.id >> 22) % 2
        shards = {0: one, 1: two}
        for number, client in shards.items():
            await client.identify(here.token, intents=1 | 1 << 9 | 1 << 12, shard=[number, 2])
        ada = here.person("ada")
        await ada.says(here.channel("general"), "to the guild")
        await ada.says(here.world.dm_between(ada.id, here.world.bot.id), "to you")
        await shards[owner].until("MESSAGE_CREATE")
        await one.until("MESSAGE_CREATE", lambda message: "guild_id" not in message)

        assert len(shards[owner].of("GUILD_CREATE")) == 1
        assert len(shards[1 - owner].of("GUILD_CREATE")) == 0
        assert sum(len(client.of("MESSAGE_CREATE")) for client in (one, two)) == 2


async def _chunk(here: Here, data: dict[str, Any], intents: int = 1) -> dict[str, Any]:
    async with here.connected() as client:
        await client.identify(here.token, intents=intents)
        await client.say(8, {"guild_id": str(here.world.guild.id)} | data)
        return await client.until("GUILD_MEMBERS_CHUNK")


async def test_members_are_found_by_name_and_by_id() -> None:
    """Op 8 answers with a chunk, echoes the nonce and names the ids that are no members."""
    async with playground() as here:
        grace = here.person("grace")
        by_name = await _chunk(here, {"query": "gra", "limit": 5, "nonce": "n1"})
        by_id = await _chunk(here, {"user_ids": [str(grace.id), "1"], "nonce": "n" * 33})
        everyone = await _chunk(here, {"query": "", "limit": 0}, intents=1 | 1 << 1)

        assert [member["user"]["username"] for member in by_name["members"]] == ["grace"]
        assert (by_name["nonce"], by_name["chunk_index"], by_name["chunk_count"]) == ("n1", 0, 1)
        assert by_id["not_found"] == ["1"]
        assert "nonce" not in by_id
        assert len(everyone["members"]) == 5


async def test_the_whole_member_list_needs_the_intent() -> None:
    """Asking for all members without the members intent closes with 4014."""
    async with playground() as here, here.connected() as client:
        await client.identify(here.token, intents=1)
        await client.say(8, {"guild_id": str(here.world.guild.id), "query": "", "limit": 0})

        assert await client.closed() == 4014


async def test_any_token_that_is_no_person_s_is_the_bot_s() -> None:
    """With or without Bot in front; a person's token is that person."""
    async with playground() as here:
        for token, who in (("of.my.own", "bot"), ("Bot of.my.own", "bot"), (here.person("ada").token, "ada")):
            async with here.connected() as client:
                ready = await client.identify(token)

                assert ready["user"]["id"] == str(here.world.bot.id if who == "bot" else here.person(who).id), token
