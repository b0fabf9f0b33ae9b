// One person at this page: their token, their line, what they know, and what they do.

import { Gateway } from "../wire/gateway.js";
import { Rest } from "../wire/rest.js";
import { Commands } from "./commands.js";
import { Interactions } from "./interactions.js";
import { Reading } from "./reading.js";
import { Uploads } from "./files.js";
import { World } from "./world.js";

const PAGE = 100; // messages fetched at once

export class Account {
  line = "waiting";
  drafts = new Map(); // channel id -> what is typed there

  // `person` as the playground lists them; `application` the bot's.
  constructor(person, application, locale) {
    this.person = person;
    this.application = application;
    this.rest = new Rest(person.token, locale);
    this.world = new World();
    this.reading = new Reading(this.world);
    this.interactions = new Interactions(this);
    this.commands = new Commands(this);
    this.gateway = new Gateway(person.token);
    this.gateway.on("event", ({ name, data }) => this.world.hear(name, data));
    this.gateway.on("line", (state) => this.#noteLine(state));
    this.ready = new Promise((resolve) => this.world.on("ready", resolve));
    this.gateway.open();
  }

  #noteLine(state) {
    this.line = state;
    this.world.emit("line", state);
  }

  // --- reading ---

  async loadNewest(channel) {
    const log = this.world.log(channel.id);
    if (log.loaded) return log;
    log.listening = true;
    const found = await this.rest.get(`/channels/${channel.id}/messages?limit=${PAGE}`);
    this.#put(log, found);
    log.loaded = true;
    return log;
  }

  async loadOlder(channel) {
    const log = this.world.log(channel.id);
    if (log.complete || !log.list.length) return [];
    const found = await this.rest.get(`/channels/${channel.id}/messages?limit=${PAGE}&before=${log.list[0].id}`);
    this.#put(log, found);
    return found;
  }

  // A message as it is now, with addresses of its files that are good for another day.
  async refresh(message) {
    this.world.hear("MESSAGE_UPDATE", await this.rest.get(this.#path(message)));
  }

  #put(log, found) {
    for (const message of found) {
      this.world.rememberMessage(message);
      log.fill(message);
    }
    if (found.length < PAGE) log.complete = true;
  }

  // --- writing ---

  send(channel, content, { files = [], replyTo = null, ping = true } = {}) {
    const body = { content, nonce: Uploads.nonce(), enforce_nonce: true };
    if (files.length) body.attachments = Uploads.about(files);
    if (replyTo) {
      body.message_reference = { message_id: replyTo.id, channel_id: channel.id };
      body.allowed_mentions = { parse: ["users", "roles", "everyone"], replied_user: ping };
    }
    return this.rest.post(`/channels/${channel.id}/messages`, body, files);
  }

  edit = (message, content) => this.rest.patch(this.#path(message), { content });
  remove = (message) => this.rest.delete(this.#path(message));
  react = (message, emoji) => this.rest.put(`${this.#path(message)}/reactions/${spelled(emoji)}/@me`);
  unreact = (message, emoji) => this.rest.delete(`${this.#path(message)}/reactions/${spelled(emoji)}/@me`);
  typing = (channel) => this.rest.post(`/channels/${channel.id}/typing`, {}).catch(() => null);

  #path = (message) => `/channels/${message.channel_id}/messages/${message.id}`;

  // --- channels and threads ---

  openDm = (userId) => this.#made(this.rest.post("/users/@me/channels", { recipient_id: userId }));
  startThread = (message, name) => this.#made(this.rest.post(`${this.#path(message)}/threads`, { name }));
  startAlone = (channel, name, type) => this.#made(this.rest.post(`/channels/${channel.id}/threads`, { name, type }));
  addTo = (thread, userId) => this.rest.put(`/channels/${thread.id}/thread-members/${userId}`);
  changeThread = (thread, change) => this.rest.patch(`/channels/${thread.id}`, change);
  deleteThread = (thread) => this.rest.delete(`/channels/${thread.id}`);
  join = (thread) => this.rest.put(`/channels/${thread.id}/thread-members/@me`);
  leave = (thread) => this.rest.delete(`/channels/${thread.id}/thread-members/@me`);

  changeSettings = (change) => this.rest.patch("/users/@me/settings", change);

  findChannel = (id) => this.#made(this.rest.get(`/channels/${id}`));

  // The answer may be here before the gateway's word of it.
  #made = async (asked) => this.world.rememberChannel(await asked);

  async archivedThreads(channel) {
    const { threads } = await this.rest.get(`/channels/${channel.id}/threads/archived/public`);
    threads.forEach((thread) => this.world.rememberChannel(thread));
    return threads;
  }

  post(forum, name, content, files, tags = []) {
    const message = { content, ...(files.length ? { attachments: Uploads.about(files) } : {}) };
    const body = { name, message, ...(tags.length ? { applied_tags: tags } : {}) };
    return this.#made(this.rest.post(`/channels/${forum.id}/threads?use_nested_fields=1`, body, files));
  }
}

const spelled = (emoji) => encodeURIComponent(emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);
