// The server's channels with their threads, the direct messages, and whose eyes one looks through.

import { eachFrame, h, replace } from "../element.js";
import { icon } from "../icons.js";
import { Channel, isThread } from "../world/kinds.js";
import { avatar } from "./avatar.js";
import { channelMark } from "./selects.js";

export class Sidebar {
  constructor(scene, panel, signal) {
    Object.assign(this, { scene, current: null });
    this.places = h("div", { class: "places" });
    this.element = h(
      "nav",
      { class: "sidebar", "aria-label": "Places" },
      h(
        "h1",
        { class: "server-name" },
        h("span", { class: "server-mark", "aria-hidden": "true", text: "P" }),
        this.#serverName(),
      ),
      this.places,
      panel,
    );
    const draw = eachFrame(() => !signal.aborted && this.draw());
    for (const kind of ["channels", "members", "ready"]) scene.world.on(kind, draw, signal);
    scene.account.reading.on("changed", draw, signal);
  }

  #serverName = () => this.scene.world.guild?.name ?? "Playground";

  show(channelId) {
    this.current = channelId;
    this.draw();
  }

  draw() {
    const { world } = this.scene;
    const focused = document.activeElement?.closest?.(".place")?.dataset.id;
    replace(
      this.places,
      this.#section(
        "Channels",
        world.textChannels().map((channel) => this.#withThreads(channel)),
      ),
      this.#section("Direct messages", this.#dms()),
    );
    if (focused) this.places.querySelector(`[data-id="${focused}"]`)?.focus();
  }

  #section = (title, rows) => [
    h("h2", { class: "places-title", text: title }),
    h("ul", { class: "places-list" }, rows),
  ];

  #withThreads(channel) {
    const threads = this.scene.world.threadsOf(channel.id).filter((thread) => this.#isShown(thread));
    return [
      this.#place(channel),
      threads.length
        ? h(
            "li",
            {},
            h(
              "ul",
              { class: "places-threads" },
              threads.map((thread) => this.#place(thread)),
            ),
          )
        : null,
    ];
  }

  // Archived threads leave the list, except the one that is open.
  #isShown(thread) {
    if (thread.id === this.current) return true;
    return (
      !thread.thread_metadata?.archived &&
      (Boolean(thread.member) || this.scene.account.reading.isUnread(thread) || thread.id === this.current)
    );
  }

  #place(channel) {
    const { reading } = this.scene.account;
    const pings = reading.pings(channel.id),
      unread = reading.isUnread(channel) && channel.id !== this.current;
    const looks = [
      "place",
      isThread(channel) ? "thread" : "",
      channel.id === this.current ? "current" : "",
      unread ? "unread" : "",
    ];
    const button = h(
      "button",
      {
        type: "button",
        class: looks.join(" "),
        data: { id: channel.id },
        "aria-current": channel.id === this.current ? "page" : null,
        on: { click: () => this.scene.desk.openChannel(channel.id) },
      },
      channel.type === Channel.DM ? avatar(channel.recipients[0], "small") : icon(channelMark(channel)),
      h("span", { class: "place-name", text: this.scene.world.titleOf(channel) }),
      channel.nsfw ? h("span", { class: "unseen", text: "age-restricted" }) : null,
      unread && !pings ? h("span", { class: "unseen", text: "unread" }) : null,
      pings ? h("span", { class: "pings", "aria-label": `${pings} for you`, text: pings }) : null,
    );
    return h("li", {}, button);
  }

  #dms() {
    const { world, account, desk } = this.scene;
    const open = world.dms();
    const rows = open.map((channel) => this.#place(channel));
    const botId = account.application.bot_id;
    if (open.some((channel) => channel.recipients[0]?.id === botId)) return rows;
    const bot = world.users.get(botId);
    if (!bot) return rows;
    return [
      ...rows,
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "place faint", on: { click: () => desk.openDm(botId) } },
          avatar(bot, "small"),
          h("span", { class: "place-name", text: world.nameOf(botId) }),
        ),
      ),
    ];
  }
}
