// Blocks of code, coloured by highlight.js: its tree of tokens becomes elements, never markup from text.

import hljs from "../../vendor/highlight/highlight.js";
import { announce, h } from "../element.js";
import { icon } from "../icons.js";

const LONGEST = 20_000; // characters worth colouring

export function codeBlock(code, language) {
  const block = h("code", { class: "hljs" }, coloured(code, language));
  return h(
    "div",
    { class: "code-block" },
    h("pre", { tabindex: "0", "aria-label": `Code${language ? `, ${language}` : ""}` }, block),
    copyButton(code),
  );
}

export function coloured(code, language) {
  if (!language || code.length > LONGEST || !hljs.getLanguage(language)) return [code];
  return hljs.highlight(code, { language, ignoreIllegals: true })._emitter.rootNode.children.map(drawn);
}

function drawn(node) {
  if (typeof node === "string") return node;
  return h("span", { class: classes(node) }, node.children.map(drawn));
}

const classes = ({ scope, language }) =>
  scope
    ? scope
        .split(".")
        .map((part, at) => (at ? `${part}_` : `hljs-${part}`))
        .join(" ")
    : `language-${language}`;

function copyButton(code) {
  const copy = async () => {
    await navigator.clipboard.writeText(code).catch(() => null);
    announce("Copied.");
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1200);
  };
  const button = h(
    "button",
    { type: "button", class: "copy", "aria-label": "Copy the code", on: { click: copy } },
    icon("copy"),
  );
  return button;
}
