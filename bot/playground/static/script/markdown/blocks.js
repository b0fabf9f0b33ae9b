// Discord's Markdown, line by line: headings, subtext, quotes, lists, code, and paragraphs in between.
// Blocks: {type: "heading"|"subtext"|"quote"|"list"|"code"|"text", …}; inline text is parsed by inline.js.

import { inline } from "./inline.js";

const FENCE = "```";
const LANGUAGE = /^([\w+.#-]+)\n/;
const HEADING = /^(#{1,3})[ \t]+(.+)$/;
const SUBTEXT = /^-#[ \t]+(.+)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.)[ \t]+(.+)$/;
const DEEPEST = 8; // quotes inside quotes cannot be, but lists inside lists can

export function blocks(text, { quoted = false } = {}) {
  const state = { text, at: 0, found: [], pending: [], quoted };
  while (state.at < text.length) step(state);
  flush(state);
  return state.found;
}

// Takes what begins at the line's start, or else one more line of a paragraph.
function step(state) {
  const rest = state.text.slice(state.at);
  const line = rest.slice(0, rest.indexOf("\n") < 0 ? undefined : rest.indexOf("\n"));
  if (fenced(state)) return;
  if (!state.quoted && rest.startsWith(">>> "))
    return add(state, { type: "quote", blocks: blocks(rest.slice(4), { quoted: true }) }, rest.length);
  if (!state.quoted && line.startsWith("> ")) return quote(state);
  const heading = HEADING.exec(line),
    subtext = SUBTEXT.exec(line);
  if (heading)
    return add(
      state,
      { type: "heading", level: heading[1].length, nodes: inline(heading[2].replace(/\s+#+$/, "")) },
      line.length + 1,
    );
  if (subtext) return add(state, { type: "subtext", nodes: inline(subtext[1]) }, line.length + 1);
  if (ITEM.test(line)) return list(state);
  paragraph(state, line);
}

function add(state, block, length) {
  flush(state);
  state.found.push(block);
  state.at = Math.min(state.text.length, state.at + length);
}

function flush(state) {
  const text = state.pending.join("\n");
  state.pending = [];
  if (text.trim()) state.found.push({ type: "text", nodes: inline(text) });
}

function fenced(state) {
  const found = fenceAt(state.text, state.at);
  if (!found) return false;
  add(state, { type: "code", language: found.language, code: found.code }, found.length);
  if (state.text[state.at] === "\n") state.at += 1;
  return true;
}

// A closed block of code with something in it, otherwise null.
function fenceAt(text, at) {
  if (!text.startsWith(FENCE, at)) return null;
  const end = text.indexOf(FENCE, at + 3);
  const inside = end < 0 ? "" : text.slice(at + 3, end);
  if (!inside.trim()) return null;
  const language = LANGUAGE.exec(inside)?.[1] ?? "";
  const code = inside.slice(language ? language.length + 1 : 0).replace(/^\n+|\n+$/g, "");
  return { language, code, length: inside.length + 6 };
}

// One line of plain text, or what stands before a fence that opens inside it.
function paragraph(state, line) {
  const open = line.indexOf(FENCE);
  if (open > 0 && fenceAt(state.text, state.at + open)) {
    state.pending.push(line.slice(0, open));
    state.at += open;
    return;
  }
  state.pending.push(line);
  state.at += line.length + 1;
}

function quote(state) {
  const lines = [];
  let taken = 0;
  for (const line of state.text.slice(state.at).split("\n")) {
    if (!line.startsWith("> ") && line !== ">") break;
    lines.push(line.slice(2));
    taken += line.length + 1;
  }
  add(state, { type: "quote", blocks: blocks(lines.join("\n"), { quoted: true }) }, taken);
}

function list(state) {
  const rows = [];
  let taken = 0;
  for (const line of state.text.slice(state.at).split("\n")) {
    const item = ITEM.exec(line);
    if (item) rows.push({ indent: item[1].length, marker: item[2], text: item[3] });
    else if (rows.length && /^ {2,}\S/.test(line)) rows.at(-1).text += `\n${line.trim()}`;
    else break;
    taken += line.length + 1;
  }
  for (const block of nested(rows, 0)) add(state, block, 0);
  state.at = Math.min(state.text.length, state.at + taken);
}

// Lists of {nodes, blocks}: rows that stand deeper belong to the row before them.
function nested(rows, depth) {
  const lists = [];
  for (let index = 0; index < rows.length;) {
    const row = rows[index];
    let end = index + 1;
    while (end < rows.length && rows[end].indent > row.indent) end += 1;
    const inner = depth < DEEPEST ? nested(rows.slice(index + 1, end), depth + 1) : [];
    const ordered = row.marker.endsWith(".");
    if (lists.at(-1)?.ordered !== ordered)
      lists.push({ type: "list", ordered, start: parseInt(row.marker, 10) || 1, items: [] });
    lists.at(-1).items.push({ nodes: inline(row.text), blocks: inner });
    index = end;
  }
  return lists;
}
