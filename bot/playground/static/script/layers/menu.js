// A menu of things to do: entries {label, mark, run, danger, checked, toggle}, and "-" for a line between groups.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { popover } from "./popover.js";

export function openMenu(anchor, entries, { label = "Menu", align } = {}) {
  const layer = { close: () => null };
  const items = entries.filter(Boolean).map((entry) => (entry === "-" ? h("hr") : item(entry, layer)));
  const box = h("div", { class: "menu", role: "menu", "aria-label": label }, items);
  box.addEventListener("keydown", (event) => steer(event, box));
  Object.assign(layer, popover(anchor, box, { align }));
}

function item({ label, mark, run, danger, checked, toggle }, layer) {
  const role = checked === undefined ? "menuitem" : toggle ? "menuitemcheckbox" : "menuitemradio";
  const button = h(
    "button",
    {
      type: "button",
      class: `menu-item${danger ? " danger" : ""}`,
      role,
      "aria-checked": checked === undefined ? null : String(checked),
    },
    mark instanceof Node ? mark : mark && icon(mark),
    h("span", { text: label }),
    checked ? icon("check") : null,
  );
  button.addEventListener("click", () => {
    layer.close();
    run();
  });
  return button;
}

function steer(event, box) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const items = [...box.querySelectorAll(".menu-item")];
  const next = (items.indexOf(document.activeElement) + steps[event.key] + items.length) % items.length;
  items[next].focus();
}
