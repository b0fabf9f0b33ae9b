// The small marks under a message, and the button for one more.

import { h } from "../element.js";
import { icon } from "../icons.js";

export function reactions(message, scene) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((reaction) => chip(message, reaction, scene));
  const more = h(
    "button",
    {
      type: "button",
      class: "reaction more",
      "aria-label": "Add a reaction",
      on: { click: (event) => scene.desk.pickReaction(message, event.currentTarget) },
    },
    icon("smile"),
  );
  return h("div", { class: "reactions" }, chips, more);
}

function chip(message, { emoji, count, me }, scene) {
  const toggle = () =>
    scene.desk.attempt(me ? scene.account.unreact(message, emoji) : scene.account.react(message, emoji));
  const label = `${emoji.name}, ${count}${me ? ", yours among them" : ""}`;
  return h(
    "button",
    {
      type: "button",
      class: `reaction${me ? " mine" : ""}`,
      "aria-pressed": String(me),
      "aria-label": label,
      data: { key: `reaction-${emoji.name}` },
      on: { click: toggle },
    },
    h("span", { class: "emoji", text: emoji.id ? `:${emoji.name}:` : emoji.name }),
    h("span", { text: count }),
  );
}
