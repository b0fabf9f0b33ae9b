"""A thread's life between open, archived and locked, and who follows it; every change is announced."""

from bot.playground.discord.wire.channels import thread_json, thread_member_json
from bot.playground.discord.world.entities import Channel, Thread, ThreadMember
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import can_see, permissions_in
from bot.playground.discord.world.state import World


def thread_of(channel: Channel) -> Thread:
    """The thread part of a channel that is known to be one."""
    if channel.thread is None:
        raise TypeError(f"channel {channel.id} is not a thread")
    return channel.thread


def publish_thread(world: World, name: str, channel: Channel, **more: object) -> None:
    world.publish(Event(name, thread_json(world, channel) | more, channel.id, channel.guild_id))


def settle(world: World, channel: Channel) -> None:
    """Archive a thread that slept longer than it may; looked at whenever somebody touches the channel."""
    thread = channel.thread
    if thread is None or thread.archived:
        return
    asleep_at = thread.last_activity_at + thread.auto_archive_minutes * 60
    if world.now() >= asleep_at:
        thread.archived, thread.archived_at = True, asleep_at
        publish_thread(world, "THREAD_UPDATE", channel)


def set_archived(world: World, channel: Channel, *, archived: bool) -> None:
    """The change alone; who calls it announces it together with its other changes."""
    thread = thread_of(channel)
    if thread.archived != archived:
        thread.archived, thread.archived_at = archived, world.now()
        thread.last_activity_at = world.now()


def reopen(world: World, channel: Channel) -> None:
    """What sending to an archived thread does first."""
    if channel.thread is not None and channel.thread.archived:
        set_archived(world, channel, archived=False)
        publish_thread(world, "THREAD_UPDATE", channel)


def join(world: World, channel: Channel, user_id: int) -> bool:
    """Follow a thread; False when the user does already. The newcomer also gets the thread itself."""
    thread = thread_of(channel)
    if user_id in thread.members:
        return False
    member = thread.members[user_id] = ThreadMember(user_id, world.now())
    _publish_members(world, channel, added=[member])
    created = thread_json(world, channel, user_id)
    world.publish(Event("THREAD_CREATE", created, channel.id, channel.guild_id, frozenset({user_id})))
    return True


def may_bring(world: World, channel: Channel, user_id: int) -> bool:
    """Whether somebody may add others: into a private thread that is closed, its owner and moderators alone."""
    thread = thread_of(channel)
    moderates = permissions_in(world, user_id, channel) & Permission.MANAGE_THREADS
    return thread.invitable or thread.owner_id == user_id or bool(moderates)


def leave(world: World, channel: Channel, user_id: int) -> None:
    thread = thread_of(channel)
    if thread.members.pop(user_id, None) is not None:
        _publish_members(world, channel, removed=[user_id])
        if not can_see(world, user_id, channel):
            _publish_members(world, channel, removed=[user_id], only_for=frozenset({user_id}))


def _publish_members(
    world: World,
    channel: Channel,
    *,
    added: list[ThreadMember] | None = None,
    removed: list[int] | None = None,
    only_for: frozenset[int] | None = None,
) -> None:
    payload = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": min(len(thread_of(channel).members), 50),
        "added_members": [
            thread_member_json(world, channel, m, with_member=True) | {"presence": None} for m in added or []
        ],
        "removed_member_ids": [str(user_id) for user_id in removed or []],
    }
    world.publish(Event("THREAD_MEMBERS_UPDATE", payload, channel.id, channel.guild_id, only_for))
