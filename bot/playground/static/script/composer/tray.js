// Files that will go along with the message.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { thumbnail } from "../layers/filedrop.js";
import { complain } from "../layers/toast.js";
import { size } from "../words.js";

const MOST = 10;

export class Tray {
  files = [];

  constructor() {
    this.element = h("ul", { class: "tray", hidden: true, "aria-label": "Files to send" });
  }

  addFiles(files) {
    if (this.files.length + files.length > MOST) complain(`A message takes ${MOST} files at most.`);
    this.files = [...this.files, ...files].slice(0, MOST);
    this.#draw();
  }

  clear() {
    this.files = [];
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.files.length;
    replace(
      this.element,
      this.files.map((file) => this.#card(file)),
    );
  }

  #card(file) {
    const remove = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": `Remove ${file.name}`,
        on: { click: () => this.#drop(file) },
      },
      icon("bin"),
    );
    return h(
      "li",
      { class: "tray-card" },
      thumbnail(file, file.type.startsWith("image/") ? "tray-picture" : "tray-icon"),
      h("span", { class: "tray-name", text: file.name }),
      h("span", { class: "soft", text: size(file.size) }),
      remove,
    );
  }

  #drop(file) {
    this.files = this.files.filter((one) => one !== file);
    this.#draw();
  }
}
