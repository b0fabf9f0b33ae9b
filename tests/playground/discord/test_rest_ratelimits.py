"""Rate limits as the bot meets them: headers on every answer, 429 with all that discord.py needs, people free."""

import asyncio
from typing import Any

import pytest

from tests.playground.discord.rest_place import Place, place

HEADERS = {f"X-RateLimit-{name}" for name in ("Limit", "Remaining", "Reset", "Reset-After", "Bucket")}


async def _sends(here: Place, count: int, who: str = "bot") -> list[Any]:
    path = f"/channels/{here.channel().id}/messages"
    return [await here.ask(who, "POST", path, {"content": str(n)}) for n in range(count)]


async def test_every_answer_to_the_bot_tells_its_bucket() -> None:
    """All five headers are there on success and on refusal, counting down."""
    async with place() as here:
        first, second = await _sends(here, 2)
        refused = await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages", {})

        assert first.headers.keys() >= HEADERS
        assert [a.headers["X-RateLimit-Remaining"] for a in (first, second, refused)] == ["4", "3", "2"]
        assert first.headers["X-RateLimit-Bucket"] == second.headers["X-RateLimit-Bucket"]
        assert first.headers["Content-Type"] == "application/json"


async def test_the_sixth_message_in_five_seconds_is_a_429() -> None:
    """A full bucket answers 429 with Via, Retry-After, scope and the exact wait; after it the bucket is new."""
    async with place() as here:
        answers = await _sends(here, 6)
        last = answers[-1]
        here.clock.advance(5.1)
        later = await _sends(here, 1)

        assert [a.status for a in answers] == [200] * 5 + [429]
        assert last.headers["Via"] == "1.1 google"
        assert last.headers["X-RateLimit-Scope"] == "user"
        assert last.body["global"] is False
        assert 0 < last.body["retry_after"] <= 5
        assert later[0].status == 200
        assert len(here.channel().messages) == 6


async def test_people_have_no_limits_and_no_headers() -> None:
    """Twenty messages of a person in a row are all taken."""
    async with place() as here:
        answers = await _sends(here, 20, "Grace")

        assert {a.status for a in answers} == {200}
        assert not HEADERS & answers[0].headers.keys()


async def test_buckets_are_per_channel() -> None:
    """A full bucket of one channel leaves the other channel free."""
    async with place() as here:
        await _sends(here, 6)
        other = await here.ask("bot", "POST", f"/channels/{here.channel('workshop').id}/messages", {"content": "x"})

        assert other.status == 200


async def test_the_whole_bot_has_fifty_requests_a_second() -> None:
    """The fifty-first request within a second is a global 429; a token's own routes are not counted."""
    async with place() as here:
        answers = []
        for n in range(60):
            body = {"recipient_id": str(here.person("Grace").id)}
            paths = ["/users/@me", "/gateway/bot", "/users/@me/guilds", f"/guilds/{here.world.guild.id}", "/gateway"]
            answers.append(await here.ask("bot", "GET", paths[n % 5]))
        refused = [a for a in answers if a.status == 429 and a.body["global"]]
        outside = await here.ask("bot", "GET", f"/webhooks/{here.world.application.id}/token/messages/@original", body)

        assert refused
        assert refused[0].headers["X-RateLimit-Global"] == "true"
        assert refused[0].headers["X-RateLimit-Scope"] == "global"
        assert outside.status == 404


async def test_a_channel_is_renamed_twice_in_ten_minutes() -> None:
    """The third rename is refused for minutes, though the channel's bucket has room; other changes go on."""
    async with place() as here:
        sent = await here.talk().send("x")
        path = f"/channels/{here.channel().id}/messages/{sent.id}/threads"
        thread = (await here.ask("bot", "POST", path, {"name": "0"})).body["id"]
        renames = [await here.ask("bot", "PATCH", f"/channels/{thread}", {"name": str(n)}) for n in range(1, 4)]
        other = await here.ask("bot", "PATCH", f"/channels/{thread}", {"auto_archive_duration": 1440})

        assert [a.status for a in renames] == [200, 200, 429]
        assert renames[-1].body["retry_after"] > 500
        assert other.status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_reactions_are_one_in_a_quarter_second(method: str) -> None:
    """Two reactions at once: the second waits."""
    async with place() as here:
        sent = await here.talk().send("x")
        path = f"/channels/{here.channel().id}/messages/{sent.id}/reactions/%F0%9F%91%8D/@me"
        answers = [await here.ask("bot", method, path) for _ in range(2)]

        assert [a.status for a in answers] == [204, 429]


async def test_discord_py_paces_itself_by_the_headers() -> None:
    """Seven sends by discord.py cause no 429 at all, because it reads the headers."""
    async with place() as here:
        sends = [here.talk().send(str(n)) for n in range(7)]
        await asyncio.wait_for(asyncio.gather(*sends), 15)

        assert {entry.status for entry in here.journal.requests} == {200}
        assert len(here.channel().messages) == 7
