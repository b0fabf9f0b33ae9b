"""The world as it is when the playground starts: a guild with channels and a forum, four people and a bot."""

from typing import Final

from bot.playground.clock import Clock
from bot.playground.discord.world.entities import (
    Application,
    Channel,
    Forum,
    Guild,
    Member,
    Overwrite,
    Role,
    Tag,
    User,
)
from bot.playground.discord.world.flags import ChannelType, Permission
from bot.playground.discord.world.snowflakes import Snowflakes
from bot.playground.discord.world.state import World
from bot.playground.journal import Journal

BOT_NAME: Final = "Antigravity bot"
BOT_PERMISSIONS: Final = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
)
# What Discord gives @everyone in a new server, as far as text goes. The bot's own role adds nothing to it but threads;
# that the bot lacks something is therefore an overwrite on its role.
EVERYONE_PERMISSIONS: Final = BOT_PERMISSIONS | Permission.USE_EXTERNAL_EMOJIS
AGE_RESTRICTED: Final = "gallery-18"
PEOPLE: Final = ("Ada", "Grace", "Linus", "Stranger")


def make_world(*, clock: Clock, journal: Journal, bot_token: str) -> World:
    """A fresh world; `bot_token` is the text the bot sends after `Bot `."""
    ids = Snowflakes(clock)
    bot = User(ids.next(), BOT_NAME, bot_token, bot=True)
    people = [User(ids.next(), name.lower(), f"token-of-{name.lower()}", global_name=name) for name in PEOPLE]
    # A bot's user and its application have the same id at Discord, unless it is very old.
    application = Application(id=bot.id, name=BOT_NAME, owner_id=people[0].id, bot_id=bot.id)
    world = World(clock=clock, journal=journal, bot=bot, application=application, snowflakes=ids)
    for person in people:
        world.add_user(person)
    _add_guild(world, bot, people)
    return world


def _add_guild(world: World, bot: User, people: list[User]) -> None:
    guild = Guild(id=world.snowflake(), name="Playground", owner_id=people[0].id)
    everyone = Role(guild.id, "@everyone", int(EVERYONE_PERMISSIONS), position=0)
    member = Role(world.snowflake(), "Members", 0, position=1, mentionable=True)
    managed = Role(world.snowflake(), BOT_NAME, int(BOT_PERMISSIONS), position=2, bot_id=bot.id)
    guild.roles = {role.id: role for role in (everyone, member, managed)}
    for person in people:
        roles = [] if person.name == "stranger" else [member.id]
        guild.members[person.id] = Member(person.id, world.now(), roles)
    guild.members[bot.id] = Member(bot.id, world.now(), [managed.id])
    world.guilds[guild.id] = guild
    _add_channels(world, guild, managed)


def _add_channels(world: World, guild: Guild, managed: Role) -> None:
    silent = Overwrite(managed.id, 0, deny=int(Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS))
    flat = Overwrite(managed.id, 0, deny=int(Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES_IN_THREADS))
    for position, name in enumerate(("general", "workshop", "bot-cannot-write")):
        channel = Channel(world.snowflake(), ChannelType.TEXT, name, guild.id, position=position)
        if name == "bot-cannot-write":
            channel.overwrites[silent.id] = silent
        world.add_channel(guild, channel)
    world.add_channel(guild, _ideas(world, guild))
    for name, nsfw in (("pictures", False), (AGE_RESTRICTED, True), ("no-threads", False)):
        position = len(guild.channel_ids)
        channel = Channel(world.snowflake(), ChannelType.TEXT, name, guild.id, position=position, nsfw=nsfw)
        if name == "no-threads":
            channel.overwrites[flat.id] = flat
        world.add_channel(guild, channel)


def _ideas(world: World, guild: Guild) -> Channel:
    tags = [Tag(world.snowflake(), "Question", emoji_name="❓"), Tag(world.snowflake(), "Idea", emoji_name="💡")]
    tags.append(Tag(world.snowflake(), "Answered", moderated=True))
    position = len(guild.channel_ids)
    topic = "One post, one idea."
    return Channel(
        world.snowflake(), ChannelType.FORUM, "ideas", guild.id, position=position, topic=topic, forum=Forum(tags)
    )
