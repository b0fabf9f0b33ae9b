"""The `resolved` of an interaction: everything its ids refer to, as the application gets to see it."""

from bot.playground.discord.wire import (
    attachment_json,
    channel_json,
    message_json,
    partial_member_json,
    role_json,
    user_json,
)
from bot.playground.discord.world.entities import Attachment, Channel, JsonObject, Message, Role, User
from bot.playground.discord.world.permissions import permissions_in
from bot.playground.discord.world.state import World


class Resolved:
    """Collects by kind; `place` is the channel the interaction happens in, whose permissions count."""

    def __init__(self, world: World, place: Channel) -> None:
        self._world = world
        self._place = place
        self._kinds: dict[str, JsonObject] = {}

    def _put(self, kind: str, key: int, value: JsonObject) -> None:
        self._kinds.setdefault(kind, {})[str(key)] = value

    def user(self, user: User) -> None:
        self._put("users", user.id, user_json(user))
        member = self._world.member(self._place.guild_id, user.id)
        if member is not None:
            bits = permissions_in(self._world, user.id, self._place)
            partial = {key: item for key, item in partial_member_json(member).items() if key not in {"deaf", "mute"}}
            self._put("members", user.id, partial | {"permissions": str(bits)})

    def role(self, role: Role) -> None:
        self._put("roles", role.id, role_json(role))

    def channel(self, channel: Channel, *, viewer: User) -> None:
        shown = channel_json(self._world, channel, viewer.id)
        shown.pop("permission_overwrites", None)
        bits = {
            "permissions": str(permissions_in(self._world, viewer.id, channel)),
            "app_permissions": str(permissions_in(self._world, self._world.bot.id, channel)),
        }
        self._put("channels", channel.id, shown | bits)

    def attachment(self, attachment: Attachment) -> None:
        self._put("attachments", attachment.id, attachment_json(self._world, attachment))

    def message(self, message: Message) -> None:
        """The target of a message command: shown in full even without message content."""
        self._put("messages", message.id, message_json(self._world, message, self._world.bot.id))

    def json(self) -> JsonObject:
        return dict(self._kinds)
