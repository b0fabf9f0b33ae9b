// A channel as it is looked at: its bar, its messages or posts, and the place to write.

import { Composer } from "../composer/composer.js";
import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { Channel } from "../world/kinds.js";
import { Forum } from "./forum.js";
import { Header } from "./header.js";
import { History } from "./history.js";
import { dots } from "./message.js";
import { beginning } from "./welcome.js";

export class Room {
  #closing = new AbortController();

  constructor(channel, scene) {
    Object.assign(this, { channel, scene });
    const { signal } = this.#closing;
    this.header = new Header(channel, scene, signal);
    this.isForum = channel.type === Channel.FORUM;
    this.element = h("main", { class: "room", id: "room", "aria-label": scene.channelOf(channel.id) });
    if (this.isForum) this.forum = new Forum(channel, scene, signal);
    else this.#fill(signal);
    replace(this.element, this.header.element, this.isForum ? this.forum.element : [this.#middle(), this.foot]);
  }

  #fill(signal) {
    const { channel, scene } = this;
    this.history = new History(channel, scene, beginning(channel, scene), signal);
    this.composer = new Composer(channel, scene);
    this.typing = h("p", { class: "typing", "aria-live": "polite" });
    this.toEnd = h(
      "button",
      { type: "button", class: "to-end", hidden: true, on: { click: () => this.history.toEnd() } },
      icon("chevron"),
      "To the newest",
    );
    this.foot = h("div", { class: "foot" });
    this.#drawFoot();
    this.element.addEventListener("dragover", (event) => this.#over(event));
    this.element.addEventListener(
      "dragleave",
      (event) => !this.element.contains(event.relatedTarget) && this.element.classList.remove("dropping"),
    );
    this.element.addEventListener("drop", (event) => this.#dropped(event));
    scene.world.on("typing", (channelId) => channelId === channel.id && this.#drawTyping(), signal);
    for (const kind of ["channels", "members"]) scene.world.on(kind, () => this.#drawFoot(), signal);
  }

  #middle = () =>
    h(
      "div",
      { class: "middle" },
      this.history.element,
      this.toEnd,
      h("p", { class: "drop-here", "aria-hidden": "true", text: "Drop the files here" }),
    );

  open = () => (this.isForum ? this.forum.open() : this.history.open());

  close() {
    this.#closing.abort();
  }

  #drawFoot() {
    const channel = this.scene.world.channels.get(this.channel.id) ?? this.channel;
    const may = this.scene.world.canWrite(channel);
    if (may === this.mayWrite) return;
    this.mayWrite = may;
    replace(
      this.foot,
      may ? this.composer.element : h("p", { class: "no-writing", text: "You cannot write here." }),
      this.typing,
    );
  }

  #drawTyping() {
    const names = this.scene.world.typists(this.channel.id).map((id) => this.scene.nameOf(id));
    if (!names.length) return replace(this.typing);
    const who = names.length > 3 ? "Several people are" : `${names.join(", ")} ${names.length === 1 ? "is" : "are"}`;
    replace(this.typing, dots(), h("span", { text: `${who} typing…` }));
  }

  #over(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.element.classList.add("dropping");
  }

  #dropped(event) {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.element.classList.remove("dropping");
    this.composer.addFiles([...event.dataTransfer.files]);
    this.composer.focus();
  }
}
