"""Commands from a person's client through the local Discord to the real discord.py and back."""

from typing import Any

import discord
import pytest
from discord.app_commands import CommandTree

from tests.playground.discord.people import Here, eventually, playground
from tests.playground.discord.specimen import Specimen, every_intent, specimen


async def test_a_slash_command_goes_round() -> None:
    """A person's /say reaches discord.py's command tree, and its answer is a message everyone in the channel sees."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada, grace = here.person("ada"), here.person("grace")
        async with ada.online() as mine, grace.online() as hers:
            await ada.uses("say", (3, "text", "hello"), nonce="41")
            message = await hers.until("MESSAGE_CREATE")
            done = await mine.until("INTERACTION_SUCCESS")

            assert message["content"] == "hello"
            assert message["interaction_metadata"]["user"]["id"] == str(ada.id)
            assert done["nonce"] == "41"
            assert mine.of("INTERACTION_CREATE") == [{"id": done["id"], "nonce": "41"}]
            assert hers.of("INTERACTION_CREATE") == []
            assert (await eventually(lambda: bot.of("answer")))[0].resource.content == "hello"
            assert here.broken_rules == []


def _options(here: Here) -> list[tuple[int, str, Any]]:
    members = next(role for role in here.world.guild.roles.values() if role.name == "Members")
    return [
        (3, "text", "hi"),
        (4, "whole", 7),
        (10, "decimal", 1.5),
        (5, "flag", True),
        (6, "user", str(here.person("grace").id)),
        (7, "channel", str(here.channel("general").id)),
        (8, "role", str(members.id)),
        (9, "mentionable", str(members.id)),
        (11, "file", 0),
    ]


async def test_every_kind_of_option_arrives_as_discord_py_understands_it() -> None:
    """All option kinds are resolved, the file can be read from the CDN."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        given = _options(here)
        answer = await here.person("ada").uses("everything", *given, files={"notes.txt": b"some bytes"})
        text, whole, decimal, flag, user, channel, role, mentionable, file, size = (
            await eventually(lambda: bot.of("everything"))
        )[0]

        assert answer is None
        assert (text, whole, decimal, flag, file, size) == ("hi", 7, 1.5, True, b"some bytes", "small")
        assert isinstance(user, discord.Member)
        assert [str(found.id) for found in (user, channel, role, mentionable)] == [value for _, _, value in given[4:8]]
        assert here.broken_rules == []


WRONG: list[tuple[str, tuple[int, str, Any] | None]] = [
    ("text", None),
    ("text", (3, "text", 5)),
    ("text", (4, "text", "hi")),
    ("whole", (4, "whole", 11)),
    ("whole", (4, "whole", "7")),
    ("whole", (4, "whole", True)),
    ("decimal", (10, "decimal", "x")),
    ("flag", (5, "flag", "true")),
    ("user", (6, "user", "1")),
    ("channel", (7, "channel", "1")),
    ("role", (8, "role", "1")),
    ("mentionable", (9, "mentionable", "x")),
    ("file", (11, "file", 4)),
    ("size", (3, "size", "medium")),
    ("stranger", (3, "stranger", "x")),
]


@pytest.mark.parametrize(("name", "option"), WRONG, ids=[f"{name}-{n}" for n, (name, _) in enumerate(WRONG)])
async def test_an_option_that_does_not_fit_is_refused(name: str, option: tuple[int, str, Any] | None) -> None:
    """Discord's client could not have sent it: 50035, the bot hears nothing, and it is not the bot's fault."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        given = [one for one in _options(here) if one[1] != name] + ([option] if option else [])
        answer = await here.person("ada").uses("everything", *given, files={"notes.txt": b"x"})

        assert (answer["status"], answer["code"]) == (400, 50035)
        assert "options" in answer["errors"]["data"]
        assert bot.of("itx") == []
        assert here.broken_rules == []


async def test_a_subcommand_is_found_in_its_group() -> None:
    """/deep leaf arrives with its own option, whose bounds are kept; the group alone is no command."""
    async with playground() as here, specimen(here.base, here.token):
        ada = here.person("ada")
        async with ada.online() as mine:
            leaf = {"type": 1, "name": "leaf", "options": [{"type": 3, "name": "word", "value": "abc"}]}
            await ada.asks(2, {"type": 1, "name": "deep", "options": [leaf]})
            message = await mine.until("MESSAGE_CREATE")
            leaf["options"] = [{"type": 3, "name": "word", "value": "a"}]
            short = await ada.asks(2, {"type": 1, "name": "deep", "options": [leaf]})
            bare = await ada.asks(2, {"type": 1, "name": "deep", "options": []})

        assert message["content"] == "leaf abc"
        assert message["interaction_metadata"]["name"] == "deep leaf"
        assert short["errors"]["data"]["options"]["0"]["options"]["0"]["value"]["_errors"]
        assert bare["code"] == 50035


async def test_autocomplete_brings_the_bots_choices_to_who_types() -> None:
    """What is typed so far goes to discord.py, its choices come back with the nonce."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        async with ada.online() as mine:
            typed = {"type": 3, "name": "fruit", "value": "ap", "focused": True}
            await ada.asks(4, {"type": 1, "name": "guess", "options": [typed]}, nonce="7")
            answer = await mine.until("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")

        assert [choice["value"] for choice in answer["choices"]] == ["apple", "apricot"]
        assert answer["nonce"] == "7"
        assert bot.of("error") == []
        assert here.broken_rules == []


async def test_autocomplete_needs_one_focused_option_that_has_it() -> None:
    """No focus, or focus on an option without autocomplete, is refused."""
    async with playground() as here, specimen(here.base, here.token):
        ada = here.person("ada")
        fruit, text = {"type": 3, "name": "fruit", "value": "a"}, {"type": 3, "name": "text", "value": "a"}
        without = await ada.asks(4, {"type": 1, "name": "guess", "options": [fruit]})
        wrong = await ada.asks(4, {"type": 1, "name": "say", "options": [text | {"focused": True}]})

        assert (without["code"], wrong["code"]) == (50035, 50035)


async def test_the_message_menu_shows_its_target_even_without_message_content() -> None:
    """The command on a message brings that message in full, and the answer refers to it."""
    intents = every_intent()
    intents.message_content = False
    async with playground() as here, specimen(here.base, here.token, intents=intents) as bot:
        ada = here.person("ada")
        said = await here.person("grace").says(here.channel("general"), "what is this?")
        async with ada.online() as mine:
            await ada.asks(2, {"type": 3, "name": "Ask about this", "target_id": said["id"]})
            answer = await mine.until("MESSAGE_CREATE")

        assert bot.of("target")[0].content == "what is this?"
        assert answer["content"] == "about: what is this?"
        assert answer["interaction_metadata"]["target_message_id"] == said["id"]
        assert answer["type"] == 23
        assert here.broken_rules == []


async def test_the_user_menu_resolves_its_member() -> None:
    """The command on a user brings the member."""
    async with playground() as here, specimen(here.base, here.token):
        ada = here.person("ada")
        async with ada.online() as mine:
            await ada.asks(2, {"type": 2, "name": "Who is this", "target_id": str(here.person("linus").id)})
            answer = await mine.until("MESSAGE_CREATE")

        assert answer["content"] == "this is linus"


async def test_a_menu_needs_a_target_that_can_be_seen() -> None:
    """A message that does not exist, or somebody else's ephemeral one, is unknown."""
    async with playground() as here, specimen(here.base, here.token):
        ada = here.person("ada")
        async with ada.online() as mine:
            await ada.uses("say", (3, "text", "mine"), (5, "hidden", True))
            hidden = await mine.until("MESSAGE_CREATE")
        menu = {"type": 3, "name": "Ask about this"}
        absent = await ada.asks(2, menu | {"target_id": "1"})
        foreign = await here.person("grace").asks(2, menu | {"target_id": hidden["id"]})

        assert (absent["code"], foreign["code"]) == (10008, 10008)


async def test_in_a_direct_message_the_user_stands_for_the_member() -> None:
    """A command in the DM with the bot works; its context says so."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        dm = here.world.dm_between(ada.id, here.world.bot.id)
        await ada.uses("say", (3, "text", "between us"), channel=dm)
        await eventually(lambda: bot.of("answer"))
        itx = bot.of("itx")[0]

        assert itx.guild_id is None
        assert itx.context.dm_channel
        assert itx.user.id == ada.id
        assert itx.channel.id == dm.id
        assert [m.content for m in dm.messages.values()] == ["between us"]


async def test_an_interaction_says_where_and_by_whom() -> None:
    """discord.py finds guild, channel, member, permissions of both sides, file limit and locale."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        await ada.uses("say", (3, "text", "x"))
        itx = (await eventually(lambda: bot.of("itx")))[0]

        assert (itx.guild_id, itx.channel_id) == (here.world.guild.id, here.channel("general").id)
        assert isinstance(itx.user, discord.Member)
        assert itx.permissions.administrator
        assert itx.app_permissions.send_messages_in_threads
        assert not itx.app_permissions.manage_messages
        assert itx.filesize_limit == 10 * 1024 * 1024
        assert (itx.locale, itx.guild_locale) == (discord.Locale.american_english, discord.Locale.american_english)
        assert itx.context.guild
        assert itx.is_guild_integration()


async def test_a_silent_bot_did_not_respond() -> None:
    """After three seconds of the playground's clock the person is told, and not before."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        async with ada.online() as mine:
            await ada.uses("silent", nonce="9")
            await eventually(lambda: bot.of("silent"))
            early = mine.of("INTERACTION_FAILURE")
            here.world.clock.advance(3)
            failure = await mine.until("INTERACTION_FAILURE")

        assert early == []
        assert failure["nonce"] == "9"
        assert failure["message"] == "The application did not respond"


async def test_nobody_answers_when_no_bot_is_there() -> None:
    """A command while the bot is away fails after three seconds as well."""
    async with playground() as here:
        async with specimen(here.base, here.token):
            pass
        ada = here.person("ada")
        async with ada.online() as mine:
            assert await ada.uses("silent") is None
            here.world.clock.advance(3)

            await mine.until("INTERACTION_FAILURE")


async def test_a_person_is_refused_what_discord_would_not_offer() -> None:
    """An unknown command, a foreign application, a hidden channel, an outdated version, the bot itself."""
    async with playground() as here, specimen(here.base, here.token):
        stranger = here.person("stranger")
        workshop, everyone = here.channel("workshop"), here.world.guild.id
        workshop.overwrites[everyone] = _denied(here, 1 << 10)
        codes = [
            (await stranger.uses("nothing"))["code"],
            (await stranger.asks(2, {"name": "silent", "type": 1}, application_id="1"))["code"],
            (await stranger.uses("silent", channel=workshop))["code"],
            (await stranger.asks(2, {"name": "silent", "type": 1, "version": "1"}))["code"],
            (await stranger.asks(7, {}))["code"],
        ]
        stranger.token = f"Bot {here.token}"
        codes.append((await stranger.uses("silent"))["code"])

        assert codes == [10063, 10002, 50001, 50035, 50035, 20001]


def _denied(here: Here, bits: int) -> Any:
    from bot.playground.discord.world.entities import Overwrite

    return Overwrite(here.world.guild.id, 0, deny=bits)


async def test_nobody_asks_a_bot_that_is_not_there() -> None:
    """In a DM of two people, and in a guild that the bot has left, there is no application to ask."""
    async with playground() as here, specimen(here.base, here.token):
        ada, grace = here.person("ada"), here.person("grace")
        between = here.world.dm_between(ada.id, grace.id)
        elsewhere = await ada.uses("silent", channel=between)
        del here.world.guild.members[here.world.bot.id]
        left = await ada.uses("silent")

        assert (elsewhere["code"], left["code"]) == (50001, 50001)


async def test_commands_may_be_forbidden_by_channel_and_by_default_permissions() -> None:
    """USE_APPLICATION_COMMANDS is needed, and a command with default permissions is hidden from who lacks them."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        grace = here.person("grace")
        here.channel("workshop").overwrites[here.world.guild.id] = _denied(here, 1 << 31)
        without = await grace.uses("silent", channel=here.channel("workshop"))
        tree: CommandTree[Specimen] = bot.tree
        command = tree.get_command("silent")
        assert isinstance(command, discord.app_commands.Command)
        command.default_permissions = discord.Permissions(manage_guild=True)
        await tree.sync()
        hidden = await grace.uses("silent")
        shown = await here.person("ada").uses("silent")

        assert (without["code"], hidden["code"], shown) == (50013, 10063, None)
