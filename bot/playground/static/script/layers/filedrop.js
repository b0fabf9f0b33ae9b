// A place for files in a form: chosen, dropped or pasted, shown with their pictures, taken out again.

import { iconButton } from "../controls.js";
import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { size } from "../words.js";

export class FileDrop {
  files = [];

  // `most` files; `changed()` is called whenever there are others.
  constructor(most, { id = null, changed = () => null } = {}) {
    Object.assign(this, { most, changed });
    this.input = h("input", { type: "file", class: "drop-input", id, multiple: most > 1 });
    this.hint = h("span", { class: "drop-hint" });
    this.names = h("ul", { class: "drop-files" });
    const ask = h("span", { class: "drop-ask" }, icon("plus"), this.hint);
    this.element = h("div", { class: "drop" }, this.names, h("div", { class: "drop-place" }, this.input, ask));
    this.input.addEventListener("change", () => this.#chosen());
    this.element.addEventListener("dragover", (event) => this.#over(event));
    this.element.addEventListener("dragleave", () => this.element.classList.remove("dropping"));
    this.element.addEventListener("drop", (event) => this.#take(event, event.dataTransfer.files));
    this.element.addEventListener("paste", (event) => this.#take(event, event.clipboardData.files));
    this.#draw();
  }

  get full() {
    return this.files.length >= this.most;
  }

  // What is too much is left out; a single file takes the place of the one before.
  add(files) {
    this.files = this.most === 1 ? [...files].slice(0, 1) : [...this.files, ...files].slice(0, this.most);
    this.#draw();
    this.changed();
  }

  clear() {
    this.files = [];
    this.#draw();
    this.changed();
  }

  #chosen() {
    const files = [...this.input.files];
    this.input.value = "";
    if (files.length) this.add(files);
  }

  #over(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.element.classList.add("dropping");
  }

  #take(event, files) {
    this.element.classList.remove("dropping");
    if (!files.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.add([...files]);
  }

  #drop(file) {
    this.files = this.files.filter((one) => one !== file);
    this.#draw();
    this.changed();
    this.input.focus();
  }

  #draw() {
    replace(
      this.names,
      this.files.map((file) => this.#row(file)),
    );
    this.element.classList.toggle("full", this.full);
    const many = this.most === 1 ? "Choose, drop or paste a file" : `Choose, drop or paste up to ${this.most} files`;
    this.hint.textContent = this.files.length ? `${this.files.length} of ${this.most}, add more` : many;
  }

  #row(file) {
    return h(
      "li",
      {},
      thumbnail(file),
      h("span", { class: "drop-name", text: file.name }),
      h("span", { class: "soft", text: size(file.size) }),
      iconButton("bin", `Remove ${file.name}`, () => this.#drop(file)),
    );
  }
}

// A small picture of the file, or a drawing for what is none.
export function thumbnail(file, look = "drop-picture") {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return h("span", { class: look }, icon("file"));
  const address = URL.createObjectURL(file);
  const done = () => URL.revokeObjectURL(address);
  const shown = h("img", { class: look, src: address, alt: "", on: { load: done } });
  shown.addEventListener("error", () => {
    done();
    shown.replaceWith(h("span", { class: look }, icon("file")));
  });
  return shown;
}
