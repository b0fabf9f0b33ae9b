"""Users, members and roles as Discord writes them."""

from bot.playground.discord.world.entities import JsonObject, Member, Role, User
from bot.playground.discord.world.state import World, iso


def user_json(user: User) -> JsonObject:
    answer: JsonObject = {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.bot else "0",
        "global_name": user.global_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    if user.bot:
        answer["bot"] = True
    return answer


def own_user_json(user: User) -> JsonObject:
    """What users/@me says of whoever asks."""
    return user_json(user) | {
        "mfa_enabled": False,
        "locale": "en-US",
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def settings_json(user: User) -> JsonObject:
    """What a person's own clients share of their settings."""
    return {"default_guilds_restricted": not user.takes_dms}


def partial_member_json(member: Member) -> JsonObject:
    """A member without its user, as messages and interactions carry it."""
    return {
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "collectibles": None,
        "communication_disabled_until": None,
        "deaf": False,
        "flags": 0,
        "joined_at": iso(member.joined_at),
        "mute": False,
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in member.roles],
    }


def member_json(world: World, member: Member) -> JsonObject:
    return partial_member_json(member) | {"user": user_json(world.users[member.user_id])}


def role_json(role: Role) -> JsonObject:
    answer: JsonObject = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": role.bot_id is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_id is not None:
        answer["tags"] = {"bot_id": str(role.bot_id)}
    return answer
