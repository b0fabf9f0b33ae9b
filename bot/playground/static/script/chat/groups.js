// Rows in groups of a few dozen: the browser skips whole groups that are out of sight, which keeps long lists smooth.

import { h } from "../element.js";

const IN_A_GROUP = 40;

export class Groups {
  element = h("div", { class: "messages" });

  replaceAll(rows) {
    this.element.replaceChildren();
    this.append(rows);
  }

  append(rows) {
    for (const row of rows) {
      let last = this.element.lastElementChild;
      if (!last || last.childElementCount >= IN_A_GROUP) {
        last = h("ol", { class: "group", role: "list" });
        this.element.append(last);
      }
      last.append(row);
    }
  }

  prepend(rows) {
    for (let end = rows.length; end > 0; end -= IN_A_GROUP) {
      this.element.prepend(h("ol", { class: "group", role: "list" }, rows.slice(Math.max(0, end - IN_A_GROUP), end)));
    }
  }

  get first() {
    return this.element.firstElementChild;
  }
}
