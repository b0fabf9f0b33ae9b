// Parsed Markdown as elements. `scene` knows the world's names: nameOf, roleOf, channelOf, and what a click on them does.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { blocks } from "./blocks.js";
import { codeBlock } from "./code.js";
import { placeOf } from "../places.js";
import { link } from "./links.js";
import { timestamp } from "./times.js";

const JUMBO = 27; // as many emoji alone are drawn large

export function markdown(text, scene) {
  const parsed = blocks(text);
  const large = isJumbo(parsed);
  return h(
    "div",
    { class: `markdown${large ? " jumbo" : ""}` },
    parsed.map((block) => drawBlock(block, scene)),
  );
}

// One line without blocks, for snippets and embed titles.
export const phrase = (text, scene) =>
  blocks(text)
    .flatMap((block, at) => [at ? " " : "", flat(block).map((node) => drawNode(node, scene))])
    .flat();

// The words alone, without marks, links or buttons.
export const plainWords = (text, scene) =>
  phrase(text, scene)
    .map((node) => node.textContent ?? node)
    .join("");

const flat = (block) =>
  block.nodes ??
  (block.type === "code"
    ? [{ type: "code", text: block.code }]
    : (block.items?.flatMap((item) => item.nodes) ?? block.blocks.flatMap(flat)));

function isJumbo(parsed) {
  if (parsed.length !== 1 || parsed[0].type !== "text") return false;
  const { nodes } = parsed[0];
  const emoji = nodes.filter((node) => node.type === "emoji");
  return (
    emoji.length > 0 &&
    emoji.length <= JUMBO &&
    nodes.every((node) => node.type === "emoji" || (node.type === "text" && !node.text.trim()))
  );
}

const BLOCKS = {
  text: ({ nodes }, scene) => h("p", {}, draw(nodes, scene)),
  heading: ({ level, nodes }, scene) =>
    h("p", { class: `heading heading-${level}`, role: "heading", "aria-level": level + 2 }, draw(nodes, scene)),
  subtext: ({ nodes }, scene) => h("p", { class: "subtext" }, draw(nodes, scene)),
  quote: ({ blocks: inner }, scene) =>
    h(
      "blockquote",
      {},
      inner.map((block) => drawBlock(block, scene)),
    ),
  list: drawList,
  code: ({ language, code }) => codeBlock(code, language),
};

const drawBlock = (block, scene) => BLOCKS[block.type](block, scene);

function drawList({ ordered, start, items }, scene) {
  const rows = items.map((item) =>
    h(
      "li",
      {},
      draw(item.nodes, scene),
      item.blocks.map((block) => drawBlock(block, scene)),
    ),
  );
  return ordered ? h("ol", { start }, rows) : h("ul", {}, rows);
}

const draw = (nodes, scene) => nodes.map((node) => drawNode(node, scene));
const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s" };

const NODES = {
  text: ({ text }) => text,
  emoji: ({ text }) => h("span", { class: "emoji", text }),
  code: ({ text }) => h("code", { text }),
  spoiler: ({ nodes }, scene) => spoiler(draw(nodes, scene)),
  link: drawLink,
  time: ({ seconds, style }) => timestamp(seconds, style),
  user: ({ id }, scene) =>
    mention(`@${scene.nameOf(id)}`, id === scene.me ? "mention me" : "mention", () => scene.openUser(id)),
  role: ({ id }, scene) => mention(`@${scene.roleOf(id)}`, "mention"),
  channel: ({ id }, scene) => mention(scene.channelOf(id), "mention", () => scene.openChannel(id), "hash"),
  command: ({ name }) => mention(`/${name}`, "mention"),
  everyone: ({ text }) => mention(text, "mention me"),
  "custom-emoji": ({ name }) => h("span", { class: "custom-emoji", title: `:${name}:`, text: `:${name}:` }),
};

// The bare address of a message or a channel is shown by its place's name.
function drawLink({ address, title, nodes }, scene) {
  const place = placeOf(address);
  if (!place || nodes.length !== 1 || nodes[0].text !== address) return link(address, draw(nodes, scene), title);
  const shown = link(address, [icon("hash"), scene.channelOf(place.channelId), place.messageId ? " › message" : ""]);
  shown.classList.add("mention");
  return shown;
}

export function drawNode(node, scene) {
  if (node.type in TAGS) return h(TAGS[node.type], {}, draw(node.nodes, scene));
  return NODES[node.type](node, scene);
}

function mention(text, look, open, mark) {
  const inside = [mark && icon(mark), text];
  return open
    ? h("button", { type: "button", class: look, on: { click: open } }, inside)
    : h("span", { class: look }, inside);
}

function spoiler(inside) {
  const hidden = h("span", { class: "spoiler-words", "aria-hidden": "true" }, inside);
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler: show" }, hidden);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (cover.classList.contains("shown")) return;
    event.preventDefault();
    cover.classList.add("shown");
    hidden.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", show, true);
  cover.addEventListener("keydown", show);
  return cover;
}
