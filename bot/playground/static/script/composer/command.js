// A slash command being filled in: its options as fields in a row, checked before it is sent.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { Option } from "../world/kinds.js";
import { optionField } from "./options.js";
import { Suggestions } from "./suggestions.js";

const isFile = (option) => option.type === Option.ATTACHMENT;
// Enter in an empty place for a file chooses one.
const opensPicker = (field) => isFile(field.option) && !field.filled();

export class CommandForm {
  #fields = [];

  // `leaf` from the commands; `rest` is what was typed behind the command's name.
  constructor(leaf, channel, scene, { done, rest = "" }) {
    Object.assign(this, { leaf, channel, scene, done });
    this.suggestions = new Suggestions(null);
    this.row = h("div", { class: "command-fields" });
    this.more = h("div", { class: "command-more" });
    this.hint = h("p", { class: "command-hint", "aria-live": "polite" });
    const leave = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Leave the command", on: { click: () => done() } },
      icon("close"),
    );
    const send = h(
      "button",
      { type: "button", class: "icon-button send", "aria-label": "Send", on: { click: () => this.send() } },
      icon("send"),
    );
    this.element = h(
      "div",
      { class: "command", role: "group", "aria-label": `Command /${leaf.words}` },
      this.hint,
      h(
        "div",
        { class: "command-row" },
        leave,
        h("span", { class: "command-name", text: `/${leaf.words}` }),
        this.row,
        send,
      ),
      this.more,
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("paste", (event) => this.#pasted(event));
    leaf.options.filter((option) => option.required).forEach((option) => this.#add(option));
    if (rest) this.#fields[0]?.fill(rest);
    this.#drawMore();
    this.#say(leaf.description);
  }

  get takesFiles() {
    return this.leaf.options.some(isFile);
  }

  focus() {
    (this.#fields[0]?.input ?? this.more.querySelector("button") ?? this.element.querySelector(".send")).focus();
  }

  // Dropped and pasted files go into the free options for files, one into each.
  addFiles(files) {
    for (const file of files) {
      const field = this.#freeForFile();
      if (!field) return this.#complain("There is no room for another file.");
      field.fill(file);
    }
  }

  #freeForFile() {
    const free = this.#fields.find((field) => isFile(field.option) && !field.filled());
    if (free) return free;
    const option = this.leaf.options.find(
      (one) => isFile(one) && !this.#fields.some((field) => field.option === one),
    );
    const field = option && this.#add(option);
    this.#drawMore();
    return field;
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length || !this.takesFiles) return;
    event.preventDefault();
    this.addFiles(files);
  }

  // A field was filled or emptied by itself.
  changed() {
    this.#say(this.leaf.description);
  }

  #add(option) {
    const field = optionField(option, this);
    this.#fields.push(field);
    this.row.append(field.element);
    field.input.addEventListener("focus", () => this.#say(`${option.name}: ${option.description}`));
    return field;
  }

  #drawMore() {
    const left = this.leaf.options.filter((option) => !this.#fields.some((field) => field.option === option));
    const button = (option) =>
      h("button", {
        type: "button",
        class: "command-option",
        title: option.description,
        text: `+ ${option.name}`,
        on: { click: () => this.#take(option) },
      });
    replace(this.more, left.map(button));
    this.more.hidden = !left.length;
  }

  #take(option) {
    const field = this.#add(option);
    this.#drawMore();
    field.input.focus();
  }

  remove(field) {
    field.element.remove();
    this.#fields = this.#fields.filter((one) => one !== field);
    this.#drawMore();
    this.focus();
  }

  #say(words) {
    this.hint.textContent = words;
    this.hint.classList.remove("wrong");
  }

  #complain(words) {
    this.#say(words);
    this.hint.classList.add("wrong");
  }

  #key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    const field = this.#fields.find((one) => one.element.contains(event.target));
    if (event.key === "Escape") this.done();
    else if (event.target.matches("button")) return;
    else if (event.key === "Enter" && !event.shiftKey && field && !opensPicker(field)) this.send();
    else if (event.key === "Backspace" && field?.filled() && field.empty) field.empty();
    else if (event.key === "Backspace" && field && !field.option.required && !field.filled()) this.remove(field);
    else return;
    event.preventDefault();
  }

  // What is filled in so far, for autocomplete; `focused` is the field being typed in.
  typed(focused) {
    const filled = this.#fields.filter((field) => field === focused || field.filled());
    return this.leaf.wrap(
      filled.map((field) => ({
        type: field.option.type,
        name: field.option.name,
        value: field.typed(),
        ...(field === focused ? { focused: true } : {}),
      })),
    );
  }

  async send() {
    const complaint = this.#fields.map((field) => field.complaint()).find(Boolean);
    if (complaint) return this.#complain(complaint);
    const files = [];
    const options = this.#fields
      .filter((field) => field.filled())
      .map((field) => ({ type: field.option.type, name: field.option.name, value: field.value(files) }));
    const { leaf, channel, scene } = this;
    this.done();
    await scene.account.interactions.command(channel, leaf.command, leaf.wrap(options), files, `/${leaf.words}`);
  }
}
