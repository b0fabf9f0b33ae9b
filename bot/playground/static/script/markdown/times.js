// Discord's timestamps: a moment in the reader's own words; the relative ones go on living.

import { h } from "../element.js";
import { relative } from "../words.js";

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const LATEST = 8_640_000_000_000; // seconds a date can hold

export function timestamp(seconds, style) {
  if (Math.abs(seconds) > LATEST) return h("span", { class: "timestamp", text: "Invalid date" });
  const at = new Date(seconds * 1000);
  const whole = new Intl.DateTimeFormat(undefined, FORMATS.F).format(at);
  const live = style === "R";
  const text = live
    ? relative(at.getTime())
    : new Intl.DateTimeFormat(undefined, FORMATS[style] ?? FORMATS.f).format(at);
  return h("time", { class: `timestamp${live ? " live" : ""}`, datetime: at.toISOString(), title: whole, text });
}

export function keepTimesAlive() {
  setInterval(() => {
    for (const time of document.querySelectorAll("time.live")) {
      const text = relative(Date.parse(time.dateTime));
      if (time.textContent !== text) time.textContent = text;
    }
  }, 1000);
}
