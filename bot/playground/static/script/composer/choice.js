// An option whose value is one of a known list: choices, yes or no, people, roles, channels.

import { h } from "../element.js";

const OFFERED = 25;

export class Choice {
  #picked = null;

  // `list()` gives {label, value, description, drawing} at any time.
  constructor(list, option, form) {
    Object.assign(this, { list, option, form });
    const about = { type: "text", class: "option-short", autocomplete: "off", placeholder: "choose" };
    this.input = h("input", { ...about, "aria-autocomplete": "list", "aria-controls": form.suggestions.id });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("focus", () => this.#offer());
    this.input.addEventListener("blur", () => this.#left());
  }

  fill = (text) => (this.input.value = text);
  filled = () => Boolean(this.#picked || this.input.value);
  typed = () => this.#picked?.value ?? this.input.value;
  value = () => this.#picked?.value;
  complaint = () => (this.input.value && !this.#picked ? `Choose “${this.option.name}” from the list.` : "");

  #take = (item) => {
    this.#picked = item;
    this.input.value = item.label;
  };

  #typed() {
    this.#picked = null;
    this.#offer();
  }

  #offer() {
    const { suggestions } = this.form;
    const typed = this.#picked ? "" : this.input.value.trim().toLowerCase();
    const fitting = this.list().filter((item) => item.label.toLowerCase().includes(typed));
    const items = fitting.slice(0, OFFERED).map((item) => ({ ...item, about: item.description }));
    suggestions.input = this.input;
    suggestions.show(items, this.#take, this.option.description);
  }

  // Whoever typed a choice's whole name has chosen it.
  #left() {
    this.form.suggestions.hide();
    const typed = this.input.value.trim().toLowerCase();
    const exact = this.list().find((item) => item.label.toLowerCase() === typed);
    if (!this.#picked && exact) this.#take(exact);
  }
}
