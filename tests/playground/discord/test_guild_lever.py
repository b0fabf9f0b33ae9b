"""The lever that boosts the server: how big a file may be, told to everyone and kept everywhere."""

from typing import Any

import pytest

from bot.playground.discord.limits import MIB
from tests.playground.discord.people import Here, eventually, playground
from tests.playground.discord.raw_bot import raw_bot
from tests.playground.discord.specimen import specimen


async def boosted(here: Here, body: Any) -> tuple[int, Any]:
    async with here.http.post(f"{here.base}/playground/guild", json=body) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(("tier", "mib"), [(0, 10), (1, 10), (2, 50), (3, 100)])
async def test_a_boosted_server_takes_bigger_files(tier: int, mib: int) -> None:
    """discord.py hears of it by GUILD_UPDATE and knows the limit; every interaction says it too."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        answer = await boosted(here, {"premium_tier": tier})
        guild = bot.get_guild(here.world.guild.id)
        assert guild is not None
        await eventually(lambda: guild.premium_tier == tier)
        await here.person("ada").uses("say", (3, "text", "x"))
        itx = (await eventually(lambda: bot.of("itx")))[0]

        assert answer == (200, {"premium_tier": tier, "file_bytes": mib * MIB})
        assert (guild.filesize_limit, itx.filesize_limit) == (mib * MIB, mib * MIB)
        assert [channel.name for channel in guild.text_channels][:2] == ["general", "workshop"]
        assert bot.of("error") == []


@pytest.mark.parametrize("body", [None, [], {}, {"premium_tier": 4}, {"premium_tier": True}, {"premium_tier": [2]}])
async def test_a_tier_that_does_not_exist_is_refused(body: Any) -> None:
    """400 with a sentence that says how, and nothing changes."""
    async with playground() as here:
        status, answer = await boosted(here, body)

        assert (status, answer["code"]) == (400, 0)
        assert "premium_tier" in answer["message"]
        assert here.world.guild.premium_tier == 0


@pytest.mark.parametrize(
    ("tier", "sizes", "status"),
    [
        (0, [10 * MIB], 200),
        (0, [10 * MIB + 1], 413),
        (0, [9 * MIB] * 3, 413),
        (2, [11 * MIB], 200),
        (2, [50 * MIB + 1], 413),
    ],
)
async def test_one_file_and_the_whole_request_have_their_limits(tier: int, sizes: list[int], status: int) -> None:
    """A file by the server's tier, a request by 25 MiB or one such file: 40005 beyond, for messages and commands."""
    async with raw_bot() as bot:
        await boosted(bot.here, {"premium_tier": tier})
        files = {f"{n}.bin": b"x" * size for n, size in enumerate(sizes)}
        path = f"/channels/{bot.here.channel('general').id}/messages"
        answer = await bot.here.person("ada").call("POST", path, {"content": "files"}, files=files)

        assert answer["status"] == status
        assert answer.get("code") == (40005 if status == 413 else None)
