// Discord's Markdown inside a line: what is bold, a link, a mention. Nodes are plain objects; text stays text.

import { webAddress } from "../addresses.js";
import { EMOJI_TEXT } from "./emojis.js";

const MARKS = [
  { type: "bold", pattern: /\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/y },
  { type: "underline", pattern: /__(?=\S)([\s\S]+?)__(?!_)/y },
  {
    type: "italic",
    pattern: /\*(?=[^\s*])((?:\*\*[\s\S]+?\*\*|\\[\s\S]|[^*\\])+?)\*(?!\*)/y,
    fits: (text) => /\S$/.test(text),
  },
  { type: "italic", pattern: /_(?=[^\s_])((?:__[\s\S]+?__|\\[\s\S]|[^_\\])+?)_(?![\w])/y, alone: true },
  { type: "strike", pattern: /~~(?=\S)([\s\S]+?)~~/y },
  { type: "spoiler", pattern: /\|\|(?=[^|])([\s\S]+?)\|\|/y },
];
const TICKS = /`+/y;
const ESCAPED = /\\([^0-9A-Za-z\s])/y;
const TAGGED =
  /<(?:(@!?|@&|#)(\d+)|t:(-?\d{1,13})(?::([tTdDfFRsS]))?|(a?):(\w{2,32}):(\d+)|\/([^:>]+):(\d+)|(https?:\/\/[^\s>]+))>/y;
const MASKED =
  /\[((?:\[[^\]]*\]|[^[\]])+)\]\(\s*<?(https?:\/\/(?:\([^\s()]*\)|[^\s()<>])+)>?(?:\s+["']([^\n]*?)["'])?\s*\)/y;
const BARE = /https?:\/\/[^\s<>]+/y;
const EVERYONE = /@(everyone|here)\b/y;
const PLAIN = /[^\\`*_~|<[@h:\u{200d}\u{a9}\u{ae}\u{203c}-\u{3299}\u{1f000}-\u{1faff}]+/uy;
const KINDS = { "@": "user", "@!": "user", "@&": "role", "#": "channel" };

// `depth` keeps marks inside marks inside marks from going on for ever.
export function inline(text, depth = 0) {
  const nodes = [];
  for (let at = 0; at < text.length;) {
    const [node, length] = nodeAt(text, at, depth);
    const before = nodes.at(-1);
    if (node.type === "text" && before?.type === "text") before.text += node.text;
    else nodes.push(node);
    at += length;
  }
  return nodes;
}

function nodeAt(text, at, depth) {
  const plain = match(PLAIN, text, at);
  if (plain) return [{ type: "text", text: plain[0] }, plain[0].length];
  return (
    escaped(text, at) ??
    code(text, at) ??
    tagged(text, at) ??
    masked(text, at, depth) ??
    bare(text, at) ??
    everyone(text, at) ??
    marked(text, at, depth) ??
    emoji(text, at) ?? [{ type: "text", text: text[at] }, 1]
  );
}

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function escaped(text, at) {
  const found = match(ESCAPED, text, at);
  return found && [{ type: "text", text: found[1] }, found[0].length];
}

// As many backticks close it as have opened it; a run that nothing closes is text as a whole.
function code(text, at) {
  const open = match(TICKS, text, at)?.[0].length;
  if (!open) return null;
  for (let close = text.indexOf("`", at + open); close >= 0;) {
    const run = match(TICKS, text, close)[0].length;
    if (run === open)
      return [{ type: "code", text: text.slice(at + open, close).replace(/^ (?=`)|(?<=`) $/g, "") }, close + run - at];
    close = text.indexOf("`", close + run);
  }
  return [{ type: "text", text: "`".repeat(open) }, open];
}

function tagged(text, at) {
  const found = match(TAGGED, text, at);
  if (!found) return null;
  const [whole, kind, id, time, style, animated, name, emojiId, command, , address] = found;
  if (kind) return [{ type: KINDS[kind], id }, whole.length];
  if (time) return [{ type: "time", seconds: Number(time), style: style ?? "f" }, whole.length];
  if (name) return [{ type: "custom-emoji", name, id: emojiId, animated: Boolean(animated) }, whole.length];
  if (command) return [{ type: "command", name: command }, whole.length];
  return webAddress(address) && [{ type: "link", address, nodes: [{ type: "text", text: address }] }, whole.length];
}

function masked(text, at, depth) {
  const found = match(MASKED, text, at);
  if (!found || !webAddress(found[2])) return null;
  return [
    {
      type: "link",
      address: found[2],
      title: found[3],
      nodes: depth > 8 ? [{ type: "text", text: found[1] }] : unlinked(inline(found[1], depth + 1)),
    },
    found[0].length,
  ];
}

// A link's own words hold no further links.
const unlinked = (nodes) => nodes.flatMap((node) => (node.type === "link" ? node.nodes : [node]));

function bare(text, at) {
  const found = match(BARE, text, at);
  if (!found) return null;
  const address = trimmed(found[0]);
  return webAddress(address) && [{ type: "link", address, nodes: [{ type: "text", text: address }] }, address.length];
}

// Punctuation behind an address belongs to the sentence, and so does a bracket that was not opened inside.
function trimmed(address) {
  let text = address;
  for (;;) {
    const shorter = text.replace(/[.,:;!?"'*_~|]+$/, "");
    const odd = shorter.endsWith(")") && shorter.split(")").length > shorter.split("(").length;
    const next = odd || shorter.endsWith("]") ? shorter.slice(0, -1) : shorter;
    if (next === text) return text;
    text = next;
  }
}

function everyone(text, at) {
  const found = match(EVERYONE, text, at);
  return found && [{ type: "everyone", text: found[0] }, found[0].length];
}

function marked(text, at, depth) {
  if (depth > 8) return null;
  for (const { type, pattern, fits, alone } of MARKS) {
    if (alone && /\w/.test(text[at - 1] ?? "")) continue;
    const found = match(pattern, text, at);
    if (found && (fits?.(found[1]) ?? true)) return [{ type, nodes: inline(found[1], depth + 1) }, found[0].length];
  }
  return null;
}

function emoji(text, at) {
  const found = match(EMOJI_TEXT, text, at);
  return found && [{ type: "emoji", text: found[0] }, found[0].length];
}
