// What one person knows of the local Discord: told by the gateway, filled up over REST.
// Emits "ready", "channels", "members", "message" {kind, channelId, message}, "typing", "settings" and "interaction".

import { Emitter } from "../emitter.js";
import { newer } from "../snowflakes.js";
import { HEARD } from "./hearing.js";
import { Channel, isThread } from "./kinds.js";
import { Log } from "./log.js";
import { Permission, permissionsIn } from "./permissions.js";

export class World extends Emitter {
  me = null;
  settings = {};
  guilds = new Map();
  channels = new Map();
  users = new Map();
  logs = new Map();
  typing = new Map(); // channel id -> user id -> until (ms)

  hear(name, data) {
    HEARD[name]?.(this, data);
  }

  get guild() {
    return this.guilds.values().next().value ?? null;
  }

  guildOf = (channel) => this.guilds.get(channel?.guild_id) ?? null;

  log(channelId) {
    if (!this.logs.has(channelId)) this.logs.set(channelId, new Log());
    return this.logs.get(channelId);
  }

  can(channel, permission) {
    const parent = this.channels.get(channel.parent_id);
    return Boolean(permissionsIn(this.guildOf(channel), channel, parent, this.me.id) & permission);
  }

  canWrite(channel) {
    if (isThread(channel) && channel.thread_metadata?.locked && !this.can(channel, Permission.MANAGE_THREADS))
      return false;
    return this.can(channel, isThread(channel) ? Permission.SEND_IN_THREADS : Permission.SEND);
  }

  // --- who and where ---

  nameOf(userId) {
    const member = this.guild?.members.get(userId);
    return member?.nick || displayName(this.users.get(userId) ?? member?.user);
  }

  titleOf(channel) {
    return channel.type === Channel.DM ? displayName(channel.recipients[0]) : channel.name;
  }

  colorOf(userId) {
    const member = this.guild?.members.get(userId);
    const roles = (member?.roles ?? []).map((id) => this.guild.roles.get(id)).filter((role) => role?.color);
    return roles.sort((a, b) => b.position - a.position)[0]?.color ?? 0;
  }

  textChannels() {
    const found = [...this.channels.values()].filter((one) => one.type === Channel.TEXT || one.type === Channel.FORUM);
    return found.sort((a, b) => a.position - b.position);
  }

  threadsOf(channelId) {
    const found = [...this.channels.values()].filter((one) => isThread(one) && one.parent_id === channelId);
    return found.sort((a, b) => (newer(a.id, b.id) ? -1 : 1));
  }

  dms = () => [...this.channels.values()].filter((one) => one.type === Channel.DM);

  typists(channelId) {
    const now = Date.now();
    const found = [...(this.typing.get(channelId) ?? new Map())].filter(
      ([id, until]) => until > now && id !== this.me.id,
    );
    return found.map(([id]) => id);
  }

  // --- remembering ---

  rememberUser(user) {
    if (user) this.users.set(user.id, { ...this.users.get(user.id), ...user });
  }

  rememberChannel(channel) {
    for (const user of channel.recipients ?? []) this.rememberUser(user);
    const known = this.channels.get(channel.id);
    this.channels.set(channel.id, { ...known, ...channel, member: channel.member ?? known?.member });
    return this.channels.get(channel.id);
  }

  rememberMessage(message) {
    this.rememberUser(message.author);
    for (const user of message.mentions ?? []) this.rememberUser(user);
    if (message.thread) this.rememberChannel(message.thread);
    const channel = this.channels.get(message.channel_id);
    if (channel && newer(message.id, channel.last_message_id)) channel.last_message_id = message.id;
  }
}

export const displayName = (user) => user?.global_name || user?.username || "somebody";
