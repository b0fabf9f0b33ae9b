// A face for everybody: the first letter on a colour of their own; applications get a spark.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { displayName } from "../world/world.js";

const HUES = 12n;

export function avatar(user, look = "") {
  const id = BigInt(user.id ?? 0);
  const hue = (id ^ (id >> 22n)) % HUES;
  const inside = user.bot ? icon("spark") : [...displayName(user)][0].toUpperCase();
  return h("span", { class: `avatar hue-${user.bot ? "bot" : hue} ${look}`, "aria-hidden": "true" }, inside);
}

export const botTag = () => h("span", { class: "tag", text: "APP" });
