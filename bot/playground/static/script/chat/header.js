// The bar over a channel: where one is, and what can be done there.

import { iconButton } from "../controls.js";
import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { openMenu } from "../layers/menu.js";
import { Channel, isThread } from "../world/kinds.js";
import { Permission } from "../world/permissions.js";
import { channelMark } from "./selects.js";

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
        ? this.#button("thread", "Threads", (event) => this.#threads(event.currentTarget))
        : null;
    return this.#button("more", "About this thread", (event) =>
      openMenu(event.currentTarget, threadDeeds(channel, scene), { label: "Thread", align: "end" }),
    );
  }

  #button = (mark, label, run) => iconButton(mark, label, run, { title: label });

  async #threads(anchor) {
    const { scene, channel } = this;
    await scene.account.archivedThreads(channel).catch(() => []);
    const threads = scene.world.threadsOf(channel.id);
    const entry = (thread) => ({
      label: `${thread.name}${thread.thread_metadata?.archived ? " (archived)" : ""}`,
      mark: channelMark(thread),
      run: () => scene.desk.openChannel(thread.id),
    });
    openMenu(anchor, threads.length ? threads.map(entry) : [{ label: "There is no thread yet", run: () => null }], {
      label: "Threads",
      align: "end",
    });
  }
}

function threadDeeds(thread, scene) {
  const { account, desk, world } = scene;
  const { archived, locked } = thread.thread_metadata ?? {};
  const moderates = world.can(thread, Permission.MANAGE_THREADS),
    owns = thread.owner_id === scene.me;
  const change = (what) => () => desk.attempt(account.changeThread(thread, what));
  return [
    thread.member
      ? { label: "Leave the thread", mark: "close", run: () => desk.attempt(account.leave(thread)) }
      : { label: "Join the thread", mark: "plus", run: () => desk.attempt(account.join(thread)) },
    { label: "Copy the thread's id", mark: "copy", run: () => desk.copy(thread.id) },
    (moderates || owns) && !archived && { label: "Rename", mark: "pencil", run: () => desk.renameThread(thread) },
    (moderates || owns || (archived && !locked)) && {
      label: archived ? "Reopen" : "Archive",
      mark: "archive",
      run: change({ archived: !archived }),
    },
    moderates && !archived && { label: locked ? "Unlock" : "Lock", mark: "lock", run: change({ locked: !locked }) },
    moderates && "-",
    moderates && { label: "Delete the thread", mark: "bin", danger: true, run: () => desk.deleteThread(thread) },
  ];
}
