// The small bar over the message under the pointer or in focus; one bar for all, so that long lists stay light.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { openMenu } from "../layers/menu.js";
import { spot } from "../layers/popover.js";
import { messageMenu } from "./deeds.js";

const QUICK = ["👍", "🎉", "👀"];

export class Toolbar {
  #row = null;

  constructor(history, scene) {
    Object.assign(this, { history, scene });
    this.element = h("div", { class: "toolbar", role: "toolbar", "aria-label": "About this message", hidden: true });
    history.inner.append(this.element);
    const list = history.groups.element;
    list.addEventListener(
      "pointerover",
      (event) => event.pointerType !== "touch" && this.#show(event.target.closest("li[data-id]")),
    );
    list.addEventListener("focusin", (event) => this.#show(event.target.closest("li[data-id]")));
    list.addEventListener("contextmenu", (event) => this.#context(event));
    history.element.addEventListener("pointerleave", () => this.#hide());
  }

  #message = () => this.history.log.get(this.#row?.dataset.id);

  #show(row) {
    if (!row || row === this.#row) return;
    this.#row = row;
    const message = this.#message();
    this.element.hidden = !message;
    if (!message) return;
    this.element.replaceChildren(...this.#buttons(message));
    const above = row.getBoundingClientRect().top - this.history.inner.getBoundingClientRect().top;
    this.element.style.top = `${above - 14}px`;
  }

  #hide() {
    if (this.element.contains(document.activeElement)) return;
    this.element.hidden = true;
    this.#row = null;
  }

  // The row was drawn anew.
  moved(old, row) {
    if (this.#row === old) this.#row = row;
  }

  #buttons(message) {
    const { account, desk, me } = this.scene;
    const quick = QUICK.map((text) =>
      this.#button(text, `React with ${text}`, () => desk.attempt(account.react(message, { name: text }))),
    );
    const mine = message.author.id === me;
    return [
      ...quick,
      this.#button(icon("smile"), "Add a reaction", (event) => desk.pickReaction(message, event.currentTarget)),
      mine
        ? this.#button(icon("pencil"), "Edit", () => desk.edit(message))
        : this.#button(icon("reply"), "Reply", () => desk.reply(message)),
      this.#button(icon("more"), "More", (event) => this.#open(message, event.currentTarget, "end")),
    ];
  }

  #button(inside, label, run) {
    return h(
      "button",
      { type: "button", "aria-label": label, title: label, tabindex: "-1", on: { click: run } },
      inside,
    );
  }

  #context(event) {
    const row = event.target.closest("li[data-id]");
    if (!row || event.target.closest("a, img, textarea") || String(getSelection())) return;
    event.preventDefault();
    this.#show(row);
    this.#open(this.#message(), spot(event));
  }

  openMenuOf(row) {
    this.#show(row);
    this.#open(this.#message(), row);
  }

  async #open(message, anchor, align) {
    if (message) openMenu(anchor, await messageMenu(message, this.scene), { label: "Message", align });
  }
}
