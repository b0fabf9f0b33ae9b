// What the person has not read yet, and what would have rung their telephone: how noisy a bot is.

import { Emitter } from "../emitter.js";
import { newer } from "../snowflakes.js";
import { Channel, Flag } from "./kinds.js";

const KEPT = 100;

// Emits "changed", and "rang" with a notice. `level` is "mentions" (the server's default) or "all".
export class Reading extends Emitter {
  notices = [];
  quiet = 0; // messages that came without a sound
  unheard = 0; // notices since the list was last looked at
  level = "mentions";
  #world;
  #read = new Map();
  #pings = new Map();

  constructor(world) {
    super();
    this.#world = world;
    world.on("ready", () => this.#begin());
    world.on("message", ({ kind, message }) => kind === "create" && this.#arrived(message));
  }

  isUnread(channel) {
    return Boolean(channel.last_message_id) && newer(channel.last_message_id, this.#read.get(channel.id));
  }

  lastRead = (channelId) => this.#read.get(channelId);
  pings = (channelId) => this.#pings.get(channelId) ?? 0;
  allPings = () => [...this.#pings.values()].reduce((sum, one) => sum + one, 0);

  markRead(channel) {
    if (!this.isUnread(channel) && !this.pings(channel.id)) return;
    this.#read.set(channel.id, channel.last_message_id);
    this.#pings.delete(channel.id);
    this.#keep();
    this.emit("changed");
  }

  looked() {
    this.unheard = 0;
    this.emit("changed");
  }

  clear() {
    [this.notices, this.quiet, this.unheard] = [[], 0, 0];
    this.emit("changed");
  }

  #arrived(message) {
    if (message.author.id === this.#world.me.id) {
      this.#read.set(message.channel_id, message.id);
      return;
    }
    const why = this.#reason(message);
    const silent = Boolean(message.flags & Flag.SILENT);
    if (why && why !== "a message") this.#pings.set(message.channel_id, this.pings(message.channel_id) + 1);
    if (why && !silent) this.#ring({ message, why, at: Date.now() });
    else this.quiet += 1;
    this.emit("changed");
  }

  #ring(notice) {
    this.notices = [notice, ...this.notices].slice(0, KEPT);
    this.unheard += 1;
    this.emit("rang", notice);
  }

  // Why a message notifies, or nothing.
  #reason(message) {
    const channel = this.#world.channels.get(message.channel_id);
    if (message.flags & Flag.EPHEMERAL) return "";
    if (channel?.type === Channel.DM) return "a direct message";
    if (message.mentions?.some((user) => user.id === this.#world.me.id))
      return this.#isReply(message) ? "a reply to you" : "a mention";
    if (message.mention_everyone || this.#mentionsMyRole(message)) return "a mention of many";
    return this.level === "all" ? "a message" : "";
  }

  #isReply = (message) => message.referenced_message?.author?.id === this.#world.me.id;

  #mentionsMyRole(message) {
    const mine = this.#world.guild?.members.get(this.#world.me.id)?.roles ?? [];
    return message.mention_roles?.some((id) => mine.includes(id));
  }

  // What was there before this page first opened counts as read.
  #begin() {
    this.#read = new Map(Object.entries(this.#kept()));
    for (const channel of this.#world.channels.values()) {
      if (!this.#read.has(channel.id)) this.#read.set(channel.id, channel.last_message_id ?? "0");
    }
    this.#keep();
  }

  get #key() {
    return `read:${this.#world.guild?.id}:${this.#world.me.id}`;
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    } catch {
      return {};
    }
  }

  #keep() {
    localStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(this.#read)));
  }
}
