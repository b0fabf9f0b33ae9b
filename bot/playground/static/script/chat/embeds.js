// Embeds: the boxed cards of classic messages.

import { hostOf, webAddress } from "../addresses.js";
import { h } from "../element.js";
import { markdown, phrase } from "../markdown/drawing.js";
import { link } from "../markdown/links.js";
import { moment } from "../words.js";
import { picture } from "./pictures.js";

export const embeds = (list, scene) => list.map((embed) => drawn(embed, scene));

function drawn(embed, scene) {
  const box = h("article", { class: "embed" });
  if (embed.color !== undefined && embed.color !== null)
    box.style.setProperty("--accent-bar", `#${embed.color.toString(16).padStart(6, "0")}`);
  const words = h(
    "div",
    { class: "embed-words" },
    author(embed.author),
    title(embed, scene),
    embed.description && markdown(embed.description, scene),
    fields(embed.fields, scene),
  );
  box.append(
    h(
      "div",
      { class: "embed-body" },
      words,
      embed.thumbnail && picture(embed.thumbnail, scene, { look: "embed-thumbnail" }),
    ),
  );
  if (embed.image) box.append(picture(embed.image, scene, { look: "embed-image" }));
  box.append(...[footer(embed)].filter(Boolean));
  return box;
}

function author(about) {
  if (!about) return null;
  return h(
    "p",
    { class: "embed-author" },
    about.url && webAddress(about.url) ? link(about.url, about.name) : about.name,
  );
}

function title(embed, scene) {
  if (!embed.title) return embed.provider ? h("p", { class: "embed-author", text: embed.provider.name }) : null;
  const words = phrase(embed.title, scene);
  return h("p", { class: "embed-title" }, embed.url ? link(embed.url, words, hostOf(embed.url)) : words);
}

function fields(list = [], scene) {
  if (!list.length) return null;
  return h(
    "div",
    { class: "embed-fields" },
    list.map((field) =>
      h(
        "div",
        { class: `embed-field${field.inline ? " inline" : ""}` },
        h("p", { class: "embed-field-name" }, phrase(field.name, scene)),
        markdown(field.value, scene),
      ),
    ),
  );
}

function footer({ footer: about, timestamp }) {
  const parts = [about?.text, timestamp && moment(new Date(timestamp))].filter(Boolean);
  return parts.length ? h("p", { class: "embed-footer", text: parts.join(" • ") }) : null;
}
