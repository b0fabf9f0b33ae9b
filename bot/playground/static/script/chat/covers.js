// What hides a spoiler until somebody wants to see it.

import { h } from "../element.js";

export function covered(inside) {
  inside.inert = true;
  const box = h("div", { class: "cover-box covered" }, inside);
  const cover = h("button", {
    type: "button",
    class: "cover",
    "aria-label": "Spoiler: show",
    on: { click: () => uncover(box, inside, cover) },
  });
  cover.append(h("span", { class: "cover-word", text: "Spoiler" }));
  box.append(cover);
  return box;
}

function uncover(box, inside, cover) {
  const focused = document.activeElement === cover;
  cover.remove();
  box.classList.remove("covered");
  inside.inert = false;
  if (focused) inside.focus();
}

// What was uncovered or opened in the old drawing of a message is so in the new one.
export function keepUncovered(old, row) {
  const before = [...old.querySelectorAll(".cover-box")].map((box) => box.classList.contains("covered"));
  row.querySelectorAll(".cover-box").forEach((box, at) => {
    if (before[at] === false) box.querySelector(".cover")?.click();
  });
}
