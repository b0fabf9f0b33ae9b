// What each gateway event changes in the world: one table, from the event's name to the change.

import { Channel, Flag, isThread, Message } from "./kinds.js";

const TYPING_MS = 10_000;

function ready(world, { user, guilds, private_channels: dms, user_settings: settings }) {
  for (const map of [world.guilds, world.channels, world.users, world.logs, world.typing]) map.clear();
  world.me = user;
  world.settings = settings;
  world.rememberUser(user);
  guilds.forEach((guild) => addGuild(world, guild));
  dms.forEach((channel) => world.rememberChannel(channel));
  world.emit("ready");
  world.emit("channels");
}

function addGuild(world, guild) {
  world.guilds.set(guild.id, {
    ...guild,
    roles: new Map(guild.roles.map((role) => [role.id, role])),
    members: new Map(guild.members.map((member) => [member.user.id, member])),
  });
  guild.members.forEach((member) => world.rememberUser(member.user));
  for (const channel of [...guild.channels, ...guild.threads])
    world.rememberChannel({ guild_id: guild.id, ...channel });
  world.emit("channels");
}

function changeGuild(world, guild) {
  const known = world.guilds.get(guild.id);
  if (!known) return;
  const roles = new Map(guild.roles.map((role) => [role.id, role]));
  world.guilds.set(guild.id, { ...known, ...guild, roles });
  world.emit("members");
}

function changeSettings(world, settings) {
  world.settings = { ...world.settings, ...settings };
  world.emit("settings");
}

function dropGuild(world, { id }) {
  world.guilds.delete(id);
  for (const channel of [...world.channels.values()]) if (channel.guild_id === id) world.channels.delete(channel.id);
  world.emit("channels");
}

function putChannel(world, channel) {
  world.rememberChannel(channel);
  world.emit("channels");
}

function dropChannel(world, { id }) {
  world.channels.delete(id);
  for (const one of [...world.channels.values()]) if (one.parent_id === id) world.channels.delete(one.id);
  world.logs.delete(id);
  world.emit("channels");
}

function putThreads(world, { threads }) {
  threads.forEach((thread) => world.rememberChannel(thread));
  world.emit("channels");
}

function changeThreadMembers(
  world,
  { id, added_members: added = [], removed_member_ids: removed = [], member_count: count },
) {
  const thread = world.channels.get(id);
  if (!thread) return;
  thread.member_count = count;
  const mine = added.find((member) => member.user_id === world.me.id);
  if (mine) thread.member = mine;
  if (removed.includes(world.me.id)) delete thread.member;
  if (removed.includes(world.me.id) && thread.type === Channel.PRIVATE_THREAD) world.channels.delete(id);
  world.emit("channels");
}

function putMember(world, { guild_id: guildId, ...member }) {
  world.guilds.get(guildId)?.members.set(member.user.id, member);
  world.rememberUser(member.user);
  world.emit("members");
}

function dropMember(world, { guild_id: guildId, user }) {
  world.guilds.get(guildId)?.members.delete(user.id);
  world.emit("members");
}

function putRole(world, { guild_id: guildId, role }) {
  world.guilds.get(guildId)?.roles.set(role.id, role);
  world.emit("members");
}

function createMessage(world, message) {
  world.rememberMessage(message);
  world.typing.get(message.channel_id)?.delete(message.author.id);
  if (world.log(message.channel_id).listening) world.log(message.channel_id).put(message);
  countInThread(world, message);
  world.emit("message", { kind: "create", channelId: message.channel_id, message });
  world.emit("typing", message.channel_id);
}

// Nobody tells how many messages a thread has by now: every client counts what it hears.
function countInThread(world, message) {
  const thread = world.channels.get(message.channel_id);
  if (!thread || !isThread(thread) || message.id === thread.id) return; // the first message of a forum's post has its id
  if (message.type === Message.STARTER || message.flags & Flag.EPHEMERAL) return;
  thread.message_count = (thread.message_count ?? 0) + 1;
  const origin = world.logs.get(thread.parent_id)?.get(thread.id);
  if (origin) world.emit("message", { kind: "update", channelId: thread.parent_id, message: origin });
}

// The event is written for everybody: whose reactions are whose is known from their own events.
function updateMessage(world, message) {
  world.rememberMessage(message);
  const log = world.log(message.channel_id);
  const known = log.get(message.id);
  if (!known && (!log.listening || log.loaded)) return;
  const { reactions: _, ...rest } = message;
  const changed = { ...known, ...rest };
  log.put(changed);
  world.emit("message", { kind: "update", channelId: message.channel_id, message: changed });
}

function deleteMessage(world, { id, channel_id: channelId }) {
  const log = world.log(channelId);
  const message = log.get(id) ?? { id, channel_id: channelId };
  log.drop(id);
  world.emit("message", { kind: "delete", channelId, message });
}

function react(world, event, by) {
  const log = world.log(event.channel_id);
  const message = log.get(event.message_id);
  if (!message) return;
  const changed = { ...message, reactions: counted(message.reactions ?? [], event, by, event.user_id === world.me.id) };
  log.put(changed);
  world.emit("message", { kind: "update", channelId: event.channel_id, message: changed });
}

export const emojiKey = (emoji) => emoji.id ?? emoji.name.replace(/\ufe0f$/, "");

function counted(reactions, { emoji }, by, mine) {
  const key = emojiKey(emoji);
  const known = reactions.find((one) => emojiKey(one.emoji) === key);
  if (!known) return by > 0 ? [...reactions, { emoji, count: 1, me: mine }] : reactions;
  const changed = { ...known, count: known.count + by, me: mine ? by > 0 : known.me };
  return reactions.map((one) => (one === known ? changed : one)).filter((one) => one.count > 0);
}

function clearReactions(world, { channel_id: channelId, message_id: messageId, emoji }) {
  const log = world.log(channelId);
  const message = log.get(messageId);
  if (!message) return;
  const left = emoji ? (message.reactions ?? []).filter((one) => emojiKey(one.emoji) !== emojiKey(emoji)) : [];
  log.put({ ...message, reactions: left });
  world.emit("message", { kind: "update", channelId, message: log.get(messageId) });
}

function type(world, { channel_id: channelId, user_id: userId }) {
  if (!world.typing.has(channelId)) world.typing.set(channelId, new Map());
  world.typing.get(channelId).set(userId, Date.now() + TYPING_MS);
  world.emit("typing", channelId);
  setTimeout(() => world.emit("typing", channelId), TYPING_MS + 50);
}

const told = (name) => (world, data) => world.emit("interaction", { name, ...data });

export const HEARD = {
  READY: ready,
  GUILD_CREATE: addGuild,
  GUILD_UPDATE: changeGuild,
  GUILD_DELETE: dropGuild,
  GUILD_MEMBER_ADD: putMember,
  GUILD_MEMBER_UPDATE: putMember,
  GUILD_MEMBER_REMOVE: dropMember,
  GUILD_ROLE_CREATE: putRole,
  GUILD_ROLE_UPDATE: putRole,
  CHANNEL_CREATE: putChannel,
  CHANNEL_UPDATE: putChannel,
  CHANNEL_DELETE: dropChannel,
  THREAD_CREATE: putChannel,
  THREAD_UPDATE: putChannel,
  THREAD_DELETE: dropChannel,
  THREAD_LIST_SYNC: putThreads,
  THREAD_MEMBERS_UPDATE: changeThreadMembers,
  MESSAGE_CREATE: createMessage,
  MESSAGE_UPDATE: updateMessage,
  MESSAGE_DELETE: deleteMessage,
  MESSAGE_DELETE_BULK: (world, { ids, channel_id }) => ids.forEach((id) => deleteMessage(world, { id, channel_id })),
  MESSAGE_REACTION_ADD: (world, event) => react(world, event, 1),
  MESSAGE_REACTION_REMOVE: (world, event) => react(world, event, -1),
  MESSAGE_REACTION_REMOVE_ALL: clearReactions,
  MESSAGE_REACTION_REMOVE_EMOJI: clearReactions,
  TYPING_START: type,
  USER_SETTINGS_UPDATE: changeSettings,
  INTERACTION_CREATE: told("began"),
  INTERACTION_SUCCESS: told("succeeded"),
  INTERACTION_FAILURE: told("failed"),
  INTERACTION_MODAL_CREATE: told("form"),
  APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE: told("choices"),
};
