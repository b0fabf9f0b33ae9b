// The list over the text field: what could be meant, to be taken with Tab, Enter or a click.

import { h, replace } from "../element.js";

let lists = 0;

export class Suggestions {
  #items = [];
  #at = 0;
  #take = null;

  constructor(input) {
    this.input = input;
    this.id = `suggestions${lists ? `-${lists}` : ""}`;
    lists += 1;
    this.rows = h("div", { role: "listbox", "aria-label": "Suggestions", id: this.id });
    this.title = h("p", { class: "suggestions-title" });
    this.element = h("div", { class: "suggestions", hidden: true, tabindex: "0" }, this.title, this.rows);
    input?.setAttribute("aria-controls", this.id);
  }

  get shown() {
    return !this.element.hidden;
  }

  // Items: {label, about, drawing, mark}; `take(item)` is called with the chosen one.
  show(items, take, title = "") {
    [this.#items, this.#take, this.#at] = [items, take, 0];
    this.element.hidden = !items.length;
    this.title.textContent = title;
    this.title.hidden = !title;
    this.#draw();
  }

  hide() {
    this.element.hidden = true;
    this.input?.removeAttribute("aria-activedescendant");
  }

  // Whether the key was for the list.
  key(event) {
    if (!this.shown) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#move(steps[event.key]);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#choose(this.#at);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    return true;
  }

  #move(by) {
    this.#at = (this.#at + by + this.#items.length) % this.#items.length;
    this.#draw();
  }

  #choose(at) {
    const item = this.#items[at];
    this.hide();
    this.#take(item);
  }

  #draw() {
    replace(
      this.rows,
      this.#items.map((item, at) => this.#row(item, at)),
    );
    if (!this.#items.length) return this.input?.removeAttribute("aria-activedescendant");
    this.input?.setAttribute("aria-activedescendant", `${this.id}-${this.#at}`);
    this.rows.children[this.#at]?.scrollIntoView({ block: "nearest" });
  }

  #row(item, at) {
    const row = h(
      "div",
      {
        class: `suggestion${at === this.#at ? " active" : ""}`,
        role: "option",
        id: `${this.id}-${at}`,
        "aria-selected": String(at === this.#at),
      },
      item.drawing,
      item.mark && h("span", { class: "emoji", text: item.mark }),
      h(
        "span",
        { class: "suggestion-words" },
        h("span", { class: "suggestion-label", text: item.label }),
        item.options && h("span", { class: "suggestion-options", text: item.options }),
        item.about && h("span", { class: "suggestion-about", text: item.about }),
      ),
    );
    row.addEventListener("pointerdown", (event) => event.preventDefault()); // the text field keeps the focus
    row.addEventListener("click", () => this.#choose(at));
    return row;
  }
}
