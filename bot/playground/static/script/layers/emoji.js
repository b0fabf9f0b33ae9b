// A board of emoji to pick one from.

import { h, replace } from "../element.js";
import { EMOJIS, emojisLike } from "../markdown/emojis.js";
import { popover } from "./popover.js";

export function pickEmoji(anchor, chosen) {
  const layer = { close: () => null };
  const board = h("div", { class: "emoji-board" });
  const search = h("input", {
    type: "search",
    placeholder: "Find an emoji",
    "aria-label": "Find an emoji",
    autofocus: true,
  });
  const draw = () => replace(board, (search.value.trim() ? emojisLike(search.value.trim(), 40) : EMOJIS).map(cell));
  const cell = ({ text, names }) =>
    h("button", {
      type: "button",
      class: "emoji",
      title: `:${names[0]}:`,
      "aria-label": names[0],
      text,
      on: {
        click: () => {
          layer.close();
          chosen(text);
        },
      },
    });
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => event.key === "Enter" && board.firstChild?.click());
  draw();
  Object.assign(layer, popover(anchor, h("div", { class: "emojis" }, search, board), { side: "above", align: "end" }));
}
