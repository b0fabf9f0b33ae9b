// Short news in the corner: a refusal, or a notification that would have rung.

import { announce, h } from "../element.js";
import { icon } from "../icons.js";

const SHOWN_MS = 5000;

export function toast(words, { look = "", mark = null, open = null } = {}) {
  const box = h(
    open ? "button" : "div",
    { class: `toast ${look}`, ...(open ? { type: "button" } : {}) },
    mark && icon(mark),
    h("span", {}, words),
  );
  box.addEventListener("click", () => {
    box.remove();
    open?.();
  });
  corner().append(box);
  announce(box.textContent);
  setTimeout(() => box.remove(), SHOWN_MS);
}

export const complain = (words) => toast(words, { look: "bad", mark: "close" });

function corner() {
  const found = document.getElementById("toasts") ?? h("div", { id: "toasts" });
  document.body.append(found);
  return found;
}
