// Components under and inside messages: classic rows of buttons, and the whole V2 layout.

import { h } from "../element.js";
import { markdown } from "../markdown/drawing.js";
import { link } from "../markdown/links.js";
import { placeOf } from "../places.js";
import { Flag, LINK, Part } from "../world/kinds.js";
import { covered } from "./covers.js";
import { fileBox } from "./files.js";
import { mosaic, picture } from "./pictures.js";
import { select } from "./selects.js";

export function components(message, scene) {
  if (!message.components?.length) return null;
  const look = message.flags & Flag.V2 ? "components layout" : "components";
  return h(
    "div",
    { class: look },
    message.components.map((part) => drawn(part, message, scene)),
  );
}

const DRAWN = {
  [Part.ROW]: (part, message, scene) => h("div", { class: "row" }, inside(part, message, scene)),
  [Part.BUTTON]: button,
  [Part.SECTION]: section,
  [Part.TEXT]: (part, _message, scene) => h("div", { class: "content" }, markdown(part.content, scene)),
  [Part.THUMBNAIL]: (part, _message, scene) =>
    picture({ ...part.media, description: part.description }, scene, { look: "thumbnail", spoiler: part.spoiler }),
  [Part.GALLERY]: gallery,
  [Part.FILE]: file,
  [Part.SEPARATOR]: (part) =>
    h("div", {
      class: `separator${part.spacing === 2 ? " wide" : ""}${part.divider === false ? " bare" : ""}`,
      role: part.divider === false ? null : "separator",
    }),
  [Part.CONTAINER]: container,
};

function drawn(part, message, scene) {
  if (part.type in DRAWN) return DRAWN[part.type](part, message, scene);
  if (part.type >= Part.STRING_SELECT && part.type <= Part.CHANNEL_SELECT) return messageSelect(part, message, scene);
  return h("p", { class: "unknown-part", text: `(a component of kind ${part.type})` });
}

const inside = (part, message, scene) => (part.components ?? []).map((child) => drawn(child, message, scene));

function container(part, message, scene) {
  const box = h("div", { class: "container" }, inside(part, message, scene));
  const color = part.accent_color ?? null;
  if (color !== null) box.style.setProperty("--accent-bar", `#${color.toString(16).padStart(6, "0")}`);
  return part.spoiler ? covered(box) : box;
}

function section(part, message, scene) {
  const words = h("div", { class: "section-words" }, inside(part, message, scene));
  return h("div", { class: "section" }, words, drawn(part.accessory, message, scene));
}

function gallery(part, _message, scene) {
  const all = part.items.map((item) => ({ ...item.media, description: item.description }));
  const shown = part.items.map((item, at) => picture(all[at], scene, { spoiler: item.spoiler, siblings: all }));
  return mosaic(shown.filter(Boolean));
}

function file(part, message) {
  const named = message.attachments?.find((one) => one.id === part.file.attachment_id || one.url === part.file.url);
  const box = fileBox(named ?? { filename: part.name ?? "file", size: part.size ?? 0, url: part.file.url });
  return part.spoiler ? covered(box) : box;
}

const LOOKS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

function button(part, message, scene) {
  const words = [
    part.emoji && h("span", { class: "emoji", text: part.emoji.id ? `:${part.emoji.name}:` : part.emoji.name }),
    part.label && h("span", { text: part.label }),
  ];
  if (part.style === LINK && !part.disabled) {
    const anchor = link(part.url, [words, placeOf(part.url) ? null : " ↗"]);
    anchor.classList.add("button", "link");
    return anchor;
  }
  const click = (event) => busyUntil(event.currentTarget, scene.account.interactions.click(message, part));
  return h(
    "button",
    {
      type: "button",
      class: `button ${LOOKS[part.style]}`,
      disabled: part.disabled,
      data: { key: part.custom_id ?? "" },
      "aria-label": part.label ? null : part.emoji?.name,
      on: { click },
    },
    words,
  );
}

function messageSelect(part, message, scene) {
  const choose = (values, control) => busyUntil(control, scene.account.interactions.click(message, part, values));
  return select(part, scene, { choose, key: part.custom_id });
}

// A control that was used stays busy until the bot has answered.
async function busyUntil(control, asked) {
  if (control.getAttribute("aria-busy") === "true") return;
  control.setAttribute("aria-busy", "true");
  await (
    await asked
  ).done;
  control.removeAttribute("aria-busy");
}
