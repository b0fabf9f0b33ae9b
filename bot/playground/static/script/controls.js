// Buttons as they look everywhere.

import { h } from "./element.js";
import { icon } from "./icons.js";

// A drawing to press; `label` is what it is called, `inside` what stands beside the drawing.
export function iconButton(mark, label, run, { look = "", title = null, inside = null, ...more } = {}) {
  const about = { type: "button", class: `icon-button ${look}`, "aria-label": label, title, ...more };
  return h("button", { ...about, on: { click: run } }, icon(mark), inside);
}

// `look` is primary, secondary, success or danger.
export const wordButton = (look, text, run, mark = null) =>
  h("button", { type: "button", class: `button ${look}`, on: { click: run } }, mark && icon(mark), text);

export const quietLink = (text, run) => h("button", { type: "button", class: "quiet-link", text, on: { click: run } });
