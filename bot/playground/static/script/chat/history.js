// The messages of a channel as a list that stays at its end, grows upwards, and redraws only what changed.

import { announce, eachFrame, h, replace } from "../element.js";
import { newer, timeOf } from "../snowflakes.js";
import { day } from "../words.js";
import { keepUncovered } from "./covers.js";
import { Groups } from "./groups.js";
import { messageRow, sameDay } from "./message.js";
import { pendingRows } from "./pending.js";
import { keepPictures } from "./pictures.js";
import { Toolbar } from "./toolbar.js";

const NEAR_PX = 120; // from the end: close enough to follow it
const EARLY_PX = 900; // from the top: time to fetch older ones

export class History {
  #rows = new Map(); // message id -> row
  #refreshed = new Set();
  #following = true;
  #lastTop = 0;
  #fetching = false;
  #unreadFrom;

  constructor(channel, scene, top, signal) {
    Object.assign(this, { channel, scene, signal });
    this.log = scene.world.log(channel.id);
    this.groups = new Groups();
    this.pending = h("ol", { class: "pending", role: "list" });
    this.top = h("div", { class: "history-top" }, top);
    this.inner = h("div", { class: "history-inner" }, this.top, this.groups.element, this.pending);
    this.element = h(
      "div",
      {
        class: "history",
        role: "log",
        "aria-live": "off",
        tabindex: "0",
        "aria-label": `Messages in ${scene.channelOf(channel.id)}`,
      },
      this.inner,
    );
    this.toolbar = new Toolbar(this, scene);
    this.#listen();
  }

  async open() {
    this.#unreadFrom = this.scene.account.reading.lastRead(this.channel.id);
    await this.scene.account.loadNewest(this.channel);
    if (this.signal.aborted) return;
    this.#drawAll();
    this.toEnd();
    this.#markRead();
    this.#fillUp();
  }

  #listen() {
    const { world, account } = this.scene;
    world.on("message", (change) => change.channelId === this.channel.id && this.#changed(change), this.signal);
    account.interactions.on("changed", () => this.#drawPending(), this.signal);
    this.element.addEventListener(
      "scroll",
      eachFrame(() => this.#scrolled()),
      { passive: true },
    );
    this.element.addEventListener("keydown", (event) => this.#steer(event));
    this.element.addEventListener("gone", (event) => this.#refresh(event.target.closest("li[data-id]")));
    document.addEventListener("visibilitychange", () => this.#markRead(), { signal: this.signal });
    const sizes = new ResizeObserver(() => this.#following && this.toEnd());
    sizes.observe(this.inner);
    sizes.observe(this.element);
    this.signal.addEventListener("abort", () => sizes.disconnect());
  }

  // --- drawing ---

  #drawAll() {
    this.#rows.clear();
    const rows = this.log.list.flatMap((message, at) => this.#withDivider(message, this.log.list[at - 1]));
    this.groups.replaceAll(rows);
    this.top.hidden = !this.log.complete;
    this.#drawPending();
  }

  #withDivider(message, before) {
    const row = messageRow(message, before, this.scene);
    this.#rows.set(message.id, row);
    const fresh = this.#beginsUnread(message, before);
    if (before && sameDay(message, before)) return fresh ? [divider("New messages", "new"), row] : [row];
    return [divider(day(new Date(timeOf(message.id))), fresh ? "new" : ""), row];
  }

  #beginsUnread(message, before) {
    const from = this.#unreadFrom;
    if (!from || message.author.id === this.scene.me || !newer(message.id, from)) return false;
    return !before || !newer(before.id, from);
  }

  #changed({ kind, message }) {
    if (!this.log.loaded) return;
    if (kind === "create") this.#added(message);
    if (kind === "update") this.#redraw(message);
    if (kind === "delete") this.#removed(message);
  }

  #added(message) {
    if (this.#rows.has(message.id)) return this.#redraw(message);
    const at = this.log.list.findIndex((one) => one.id === message.id);
    if (at < this.log.list.length - 1) return this.#drawAll();
    if (this.#following && document.visibilityState === "visible") this.#unreadFrom = message.id;
    this.groups.append(this.#withDivider(message, this.log.list[at - 1]));
    this.#drawPending();
    if (this.#following || message.author.id === this.scene.me) this.toEnd();
    if (message.author.id !== this.scene.me)
      announce(`${this.scene.authorName(message)}: ${message.content.slice(0, 200) || "a new message"}`);
    this.#markRead();
  }

  #redraw(message) {
    const old = this.#rows.get(message.id);
    if (!old) return;
    const at = this.log.list.findIndex((one) => one.id === message.id);
    const row = messageRow(message, this.log.list[at - 1], this.scene);
    const key = old.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    keepShown(old, row);
    old.replaceWith(row);
    this.#rows.set(message.id, row);
    if (key !== undefined) row.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    this.toolbar.moved(old, row);
    if (this.#following) this.toEnd();
  }

  // An address grows old after a day; the message knows a fresh one. Asked once for each.
  #refresh(row) {
    const message = this.log.get(row?.dataset.id);
    if (!message || this.#refreshed.has(message.id)) return;
    this.#refreshed.add(message.id);
    this.scene.account.refresh(message).catch(() => null);
  }

  #removed(message) {
    const row = this.#rows.get(message.id);
    if (!row) return;
    if (
      row.previousElementSibling?.classList.contains("divider") &&
      !row.nextElementSibling?.classList.contains("message")
    )
      row.previousElementSibling.remove();
    row.remove();
    this.#rows.delete(message.id);
    const next = this.log.list.find((one) => newer(one.id, message.id));
    if (next) this.#redraw(next);
  }

  #drawPending = () => {
    replace(this.pending, pendingRows(this.channel, this.scene));
    if (this.#following) this.toEnd();
  };

  // --- moving ---

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.#following = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.#following = atEnd || (this.#following && scrollTop >= this.#lastTop); // what grows below does not count as leaving
    this.#lastTop = scrollTop;
    if (this.#following) this.#markRead();
    if (scrollTop < EARLY_PX) this.#loadOlder();
    this.scene.desk.followed(this.#following);
  }

  async #loadOlder() {
    if (this.#fetching || this.log.complete || !this.log.loaded) return;
    this.#fetching = true;
    const first = this.log.list[0];
    const found = await this.scene.account.loadOlder(this.channel).catch(() => []);
    if (this.signal.aborted) return;
    if (found.length) this.#prepend(first);
    this.top.hidden = !this.log.complete;
    this.#fetching = false;
  }

  #prepend(first) {
    const { element } = this;
    const height = element.scrollHeight,
      top = element.scrollTop;
    const fresh = this.log.list.slice(
      0,
      this.log.list.findIndex((one) => one.id === first.id),
    );
    const group = this.groups.first;
    if (group.firstElementChild?.classList.contains("divider")) group.firstElementChild.remove();
    this.#rows.get(first.id).remove();
    group.prepend(...this.#withDivider(first, fresh.at(-1)));
    this.groups.prepend(fresh.flatMap((message, at) => this.#withDivider(message, fresh[at - 1])));
    element.scrollTop = top + element.scrollHeight - height;
  }

  // A tall window may show the whole first page: then there is nothing to scroll, and more is wanted at once.
  async #fillUp() {
    while (
      !this.signal.aborted &&
      !this.log.complete &&
      this.element.scrollHeight <= this.element.clientHeight + EARLY_PX
    )
      await this.#loadOlder();
  }

  // Shows a message, fetching older ones until it is there; false when it is not.
  async jump(id) {
    for (let tries = 0; !this.#rows.has(id) && !this.log.complete && tries < 30; tries += 1) await this.#loadOlder();
    const row = this.#rows.get(id);
    if (!row) return false;
    this.#following = false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1600);
    return true;
  }

  row = (id) => this.#rows.get(id);

  #markRead() {
    if (document.visibilityState === "visible" && this.#following)
      this.scene.account.reading.markRead(this.scene.world.channels.get(this.channel.id) ?? this.channel);
  }

  // Arrows walk through the messages, Enter opens the menu of the one in focus.
  #steer(event) {
    const row = event.target.closest?.("li[data-id]");
    const onRow = event.target === row || event.target === this.element;
    if (!onRow || !["ArrowUp", "ArrowDown", "Enter"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") return row && this.toolbar.openMenuOf(row);
    const rows = [...this.#rows.values()]
      .filter((one) => one.isConnected)
      .sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));
    const next = row ? rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1) : rows.length - 1;
    rows[next]?.focus();
  }
}

const divider = (text, look) => h("li", { class: `divider ${look}` }, h("span", { text }));

// What the reader uncovered or opened stays so when the message is drawn anew.
function keepShown(old, row) {
  keepUncovered(old, row);
  keepPictures(old, row);
  const shown = [...old.querySelectorAll(".spoiler")].map((one) => one.classList.contains("shown"));
  row.querySelectorAll(".spoiler").forEach((one, at) => shown[at] && one.click());
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  row.querySelectorAll("details").forEach((one, at) => (one.open = Boolean(open[at])));
}
