"""The server itself: what can be read of it."""

from tests.playground.discord.rest_place import place


async def test_the_beginning_has_what_a_test_needs() -> None:
    """One guild with four people and the bot, an owner, channels for every case, and a forum."""
    async with place() as here:
        guild = here.world.guild

        assert guild.owner_id == here.person("Ada").id
        names = [here.world.channels[channel_id].name for channel_id in guild.channel_ids]
        assert names == ["general", "workshop", "bot-cannot-write", "ideas", "pictures", "gallery-18", "no-threads"]
        assert len({user.id for user in here.world.users.values()} | set(here.world.channels) | {guild.id}) == 13
        assert here.world.application.id == here.world.bot.id


async def test_a_guild_is_read_whole() -> None:
    """discord.py reads guild, channels, roles and members."""
    async with place() as here:
        guild = await here.bot.fetch_guild(here.world.guild.id, with_counts=True)
        channels = await guild.fetch_channels()
        roles = await guild.fetch_roles()
        member = await guild.fetch_member(here.person("Grace").id)

        assert (guild.name, guild.approximate_member_count) == ("Playground", 5)
        assert [channel.name for channel in channels] == [
            "general",
            "workshop",
            "bot-cannot-write",
            "ideas",
            "pictures",
            "gallery-18",
            "no-threads",
        ]
        assert {role.name for role in roles} == {"@everyone", "Members", "Antigravity bot"}
        assert [role.name for role in member.roles] == ["@everyone", "Members"]
        assert here.violated() == []


async def test_members_are_listed_and_searched() -> None:
    """The list turns by id, the search finds by the beginning of a name."""
    async with place() as here:
        path = f"/guilds/{here.world.guild.id}/members"
        all_of_them = await here.ask("bot", "GET", f"{path}?limit=100")
        rest = await here.ask("bot", "GET", f"{path}?limit=100&after={all_of_them.body[2]['user']['id']}")
        found = await here.ask("bot", "GET", f"{path}/search?query=gra&limit=5")

        assert [m["user"]["id"] for m in rest.body] == [m["user"]["id"] for m in all_of_them.body[3:]]
        assert [m["user"]["username"] for m in found.body] == ["grace"]


async def test_a_new_channel_is_announced() -> None:
    """The owner makes a channel; the bot may not."""
    async with place() as here:
        path = f"/guilds/{here.world.guild.id}/channels"
        made = await here.ask("Ada", "POST", path, {"name": "new", "type": 0})
        refused = await here.ask("bot", "POST", path, {"name": "mine"})

        assert (made.status, refused.code) == (201, 50013)
        assert here.names() == ["CHANNEL_CREATE"]


async def test_somebody_unknown_is_10013() -> None:
    """An id that is nobody's answers 404 with 10013."""
    async with place() as here:
        assert (await here.ask("bot", "GET", "/users/5")).code == 10013
        assert (await here.ask("bot", "GET", "/users/five")).code == 50035
