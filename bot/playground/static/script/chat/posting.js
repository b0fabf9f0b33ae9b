// The form for a new post in a forum.

import { written } from "../composer/speech.js";
import { h } from "../element.js";
import { openDialog } from "../layers/dialog.js";

export function writePost(forum, scene) {
  const fields = {
    title: h("input", { type: "text", maxlength: "100", required: true, "aria-label": "Title", placeholder: "Title" }),
    text: h("textarea", {
      rows: "6",
      maxlength: "4000",
      required: true,
      "aria-label": "Message",
      placeholder: "Words",
    }),
    tags: h("div", { class: "ticks in-a-row" }, (forum.available_tags ?? []).map(tagBox)),
    files: h("input", { type: "file", multiple: true, "aria-label": "Files" }),
  };
  const send = h("button", { type: "submit", class: "button primary", text: "Post" });
  const form = h("form", { class: "form" }, Object.values(fields), h("div", { class: "dialog-foot" }, send));
  const dialog = openDialog("New post", form, { look: "form-dialog" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await post(forum, fields, scene)) dialog.close();
  });
  fields.title.focus();
}

const tagBox = (tag) =>
  h("label", { class: "tick" }, h("input", { type: "checkbox", value: tag.id }), h("span", { text: tag.name }));

async function post(forum, { title, text, tags, files }, scene) {
  const { account, desk } = scene;
  const chosen = [...tags.querySelectorAll("input:checked")].map((input) => input.value);
  const made = account.post(forum, title.value.trim(), written(text.value.trim(), scene), [...files.files], chosen);
  const thread = await desk.attempt(made);
  if (thread) desk.openChannel(thread.id);
  return Boolean(thread);
}
