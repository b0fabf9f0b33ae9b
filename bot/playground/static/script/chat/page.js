// The page as a whole: whose eyes, which room, what is open beside it; remembered over a reload.

import { Backstage } from "../backstage/backstage.js";
import { eachFrame, h, replace } from "../element.js";
import { openForm } from "../layers/form.js";
import { complain, toast } from "../layers/toast.js";
import { Account } from "../world/account.js";
import { placeOfHash } from "../places.js";
import { Channel, isThread } from "../world/kinds.js";
import { Desk } from "./desk.js";
import { personPanel } from "./people.js";
import { Room } from "./room.js";
import { Scene } from "./scene.js";
import { Sidebar } from "./sidebar.js";

export class Page {
  #accounts = new Map(); // person id -> account, once they were looked through
  #leaving = null;
  #follows = null;

  constructor(root, { people, application }) {
    Object.assign(this, { root, people, application });
    this.locale = localStorage.getItem("locale") ?? "en-US";
    this.setLight(localStorage.getItem("light") ?? "");
    this.backstage = new Backstage(() => this.toggleBackstage());
    this.desk = new Desk(this);
    addEventListener("hashchange", () => this.#openHash());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  async start() {
    const last = this.people.find((person) => person.id === sessionStorage.getItem("person"));
    await this.switchTo(last ?? this.people[0]);
  }

  // --- people ---

  async switchTo(person) {
    this.#leaving?.abort();
    this.room?.close();
    const leaving = (this.#leaving = new AbortController());
    sessionStorage.setItem("person", person.id);
    this.account = this.#accountOf(person);
    await this.account.ready;
    if (leaving.signal.aborted) return;
    this.scene = new Scene(this.account, this.desk);
    this.#listen(leaving.signal);
    this.#build(leaving.signal);
    this.#openHash();
  }

  #accountOf(person) {
    if (!this.#accounts.has(person.id))
      this.#accounts.set(person.id, new Account(person, this.application, () => this.locale));
    return this.#accounts.get(person.id);
  }

  #listen(signal) {
    const { world, reading, interactions } = this.account;
    interactions.on("form", (form) => openForm(form, this.scene), signal);
    interactions.on("refused", (use) => complain(use.why), signal);
    reading.on("rang", (notice) => this.#rang(notice), signal);
    world.on(
      "channels",
      eachFrame(() => this.#stillHere()),
      signal,
    );
    world.on("ready", () => this.#openHash(), signal);
    world.on("line", (state) => this.#drawLine(state), signal);
    for (const account of this.#accounts.values()) account.reading.on("changed", () => this.panel?.draw(), signal);
  }

  pingsOf(person) {
    const number = this.#accounts.get(person.id)?.reading.allPings() ?? 0;
    return number ? ` (${number})` : "";
  }

  pingsOfOthers() {
    const others = [...this.#accounts.values()].filter((account) => account !== this.account);
    return others.reduce((sum, account) => sum + account.reading.allPings(), 0);
  }

  setLocale(locale) {
    this.locale = locale;
    localStorage.setItem("locale", locale);
    this.panel.draw();
  }

  setLight(light) {
    this.light = light;
    localStorage.setItem("light", light);
    if (light) document.documentElement.dataset.light = light;
    else delete document.documentElement.dataset.light;
  }

  // --- the frame ---

  #build(signal) {
    this.panel = personPanel(this);
    this.panel.draw();
    this.sidebar = new Sidebar(this.scene, this.panel.element, signal);
    this.place = h("div", { class: "place-for-room" });
    this.line = h("p", { class: "line-lost", role: "status", hidden: true });
    const skip = h("button", {
      type: "button",
      class: "skip",
      text: "Skip to writing",
      on: { click: () => this.room?.composer?.focus() },
    });
    const shade = h("div", { class: "shade", on: { click: () => this.toggleSidebar(false) } });
    replace(this.root, skip, this.line, this.sidebar.element, shade, this.place, this.backstage.element);
    if (sessionStorage.getItem("backstage") === "open") this.toggleBackstage(true);
  }

  #drawLine(state) {
    this.line.hidden = state === "open";
    this.line.textContent =
      state === "refused"
        ? "The server does not know this person any more. Reload the page."
        : "The line to the server is cut. Trying again…";
  }

  toggleSidebar(open) {
    this.root.classList.toggle("sidebar-open", open);
  }

  isBackstageOpen = () => !this.backstage.element.hidden;

  toggleBackstage(open = !this.isBackstageOpen()) {
    this.backstage.show(open);
    sessionStorage.setItem("backstage", open ? "open" : "");
    this.root.classList.toggle("backstage-open", open);
    this.room?.header.draw();
  }

  // --- rooms ---

  #openHash() {
    const { world } = this.account;
    const wanted = placeOfHash(location.hash);
    if (wanted?.messageId && this.room) return this.#follow(wanted);
    const channel = world.channels.get(wanted?.channelId) ?? world.textChannels()[0];
    if (channel) return this.#enter(channel, channel.id === wanted?.channelId ? wanted.messageId : null);
    this.room?.close();
    replace(
      this.place,
      h("main", { class: "room empty" }, h("p", { text: `${this.account.person.name} sees no channel here.` })),
    );
  }

  // A link to a message: the address of the page becomes the channel's again, so that the same link works twice.
  async #follow({ channelId, messageId }) {
    history.replaceState(null, "", `#${this.room.channel.id}`);
    await this.desk.jump({ id: messageId, channel_id: channelId });
  }

  async open(channelId) {
    const { world } = this.account;
    const channel = world.channels.get(channelId) ?? (await this.account.findChannel(channelId).catch(() => null));
    if (!channel) return complain("There is no such place any more.");
    this.toggleSidebar(false);
    if (this.room?.channel.id === channelId && this.room.scene === this.scene) return;
    history.pushState(null, "", `#${channelId}`);
    await this.#enter(channel);
  }

  async #enter(channel, messageId = null) {
    this.#follows = null;
    this.room?.close();
    this.room = new Room(channel, this.scene);
    replace(this.place, this.room.element);
    this.sidebar.show(channel.id);
    document.title = `${channel.type === Channel.TEXT ? "#" : ""}${this.scene.channelOf(channel.id)} · Playground`;
    await this.room.open().catch((refusal) => complain(refusal.message));
    if (messageId) await this.#follow({ channelId: channel.id, messageId });
    if (matchMedia("(pointer: fine)").matches && this.room.channel === channel) this.room.composer?.focus();
  }

  // The room may have been deleted, or one may not see it any more.
  #stillHere() {
    const { world } = this.account;
    if (!this.room || world.channels.has(this.room.channel.id)) return;
    const parent = world.channels.get(this.room.channel.parent_id) ?? world.textChannels()[0];
    toast("This place is gone.");
    if (parent) this.open(parent.id);
  }

  // The next thread that opens in this channel is the answer to what was just asked: go there with it.
  followNextThread(channel) {
    const wanted = (this.#follows = {});
    const { world } = this.account;
    const known = new Set(world.threadsOf(channel.id).map((thread) => thread.id));
    const look = () => {
      const fresh = world.threadsOf(channel.id).find((thread) => !known.has(thread.id) && isThread(thread));
      if (fresh && this.#follows === wanted) this.open(fresh.id);
    };
    world.on("channels", look, this.#leaving.signal);
  }

  #rang({ message, why }) {
    if (message.channel_id === this.room?.channel.id && document.visibilityState === "visible") return;
    toast(`${this.scene.authorName(message)} in ${this.scene.channelOf(message.channel_id)}: ${why}`, {
      mark: "bell",
      look: "rang",
      open: () => this.desk.jump(message),
    });
  }

  #key(event) {
    if (event.key === "Escape" && this.root.classList.contains("sidebar-open")) this.toggleSidebar(false);
  }
}
