// The bar over a channel: where one is, and what can be done there.

import { iconButton } from "../controls.js";
import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { openMenu } from "../layers/menu.js";
import { Channel, isThread } from "../world/kinds.js";
import { channelMark } from "./selects.js";
import { openThreads, threadDeeds } from "./threads.js";

export class Header {
  constructor(channel, scene, signal) {
    Object.assign(this, { channel, scene });
    this.element = h("header", { class: "header" });
    const draw = () => this.draw();
    scene.world.on("channels", draw, signal);
    scene.account.reading.on("changed", draw, signal);
    this.draw();
  }

  draw() {
    const { desk, world } = this.scene;
    this.channel = world.channels.get(this.channel.id) ?? this.channel;
    const places = iconButton("menu", "Places", () => desk.toggleSidebar(), { look: "only-small" });
    const actions = h("div", { class: "header-actions" }, this.#actions(), this.#bell(), this.#backstage());
    replace(this.element, places, this.#title(), actions);
  }

  #bell() {
    const { desk, account } = this.scene;
    const { unheard } = account.reading;
    const inside = unheard ? h("span", { class: "pings", text: unheard }) : null;
    const open = (event) => desk.openNotices(event.currentTarget);
    return iconButton("bell", `Notifications: ${unheard} new`, open, {
      look: "bell",
      title: "What would have rung",
      inside,
    });
  }

  #backstage() {
    const { desk } = this.scene;
    const about = { title: "Backstage", "aria-expanded": String(desk.isBackstageOpen()) };
    return iconButton("flask", "Backstage: what happens behind the chat", () => desk.toggleBackstage(), about);
  }

  #title() {
    const { channel, scene } = this;
    const parent = isThread(channel) && scene.world.channels.get(channel.parent_id);
    const archived = channel.thread_metadata?.archived
      ? h("span", { class: "tag plain", text: channel.thread_metadata.locked ? "LOCKED" : "ARCHIVED" })
      : null;
    const up = parent
      ? [
          h(
            "button",
            { type: "button", class: "crumb", on: { click: () => scene.desk.openChannel(parent.id) } },
            icon(channelMark(parent)),
            parent.name,
          ),
          h("span", { class: "soft", "aria-hidden": "true", text: "›" }),
        ]
      : null;
    return h(
      "div",
      { class: "header-title" },
      up,
      icon(channelMark(channel)),
      h("h2", { text: scene.channelOf(channel.id) }),
      archived,
      channel.nsfw ? h("span", { class: "tag plain", text: "AGE-RESTRICTED" }) : null,
      channel.topic ? h("span", { class: "topic", text: channel.topic }) : null,
    );
  }

  #actions() {
    const { channel, scene } = this;
    if (!isThread(channel))
      return channel.type === Channel.TEXT
        ? this.#button("thread", "Threads", (event) => openThreads(event.currentTarget, channel, scene))
        : null;
    return this.#button("more", "About this thread", (event) =>
      openMenu(event.currentTarget, threadDeeds(channel, scene, event.currentTarget), { label: "Thread", align: "end" }),
    );
  }

  #button = (mark, label, run) => iconButton(mark, label, run, { title: label });
}
