// A form that the bot opens (a modal): every field Discord has, checked here as Discord checks it, then sent.

import { h } from "../element.js";
import { markdown } from "../markdown/drawing.js";
import { Part } from "../world/kinds.js";
import { openDialog } from "./dialog.js";
import { fieldOf } from "./fields.js";

export function openForm(form, scene) {
  const fields = [];
  const rows = form.components.map((part) => row(part, scene, fields));
  const send = h("button", { type: "submit", class: "button primary", text: "Submit" });
  const wrong = h("p", { class: "form-wrong", role: "alert" });
  const body = h(
    "form",
    { class: "form", novalidate: true },
    h("div", { class: "form-rows" }, rows),
    wrong,
    h("div", { class: "dialog-foot" }, send),
  );
  const dialog = openDialog(
    form.title,
    [
      h("p", {
        class: "soft form-from",
        text: `This form is from ${form.application?.name ?? "the application"}. Do not share passwords.`,
      }),
      body,
    ],
    { look: "form-dialog" },
  );
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, fields, scene, { dialog, wrong, send });
  });
  dialog.querySelector(".form-rows input, .form-rows textarea, .form-rows button")?.focus();
}

async function submit(form, fields, scene, { dialog, wrong, send }) {
  const complaint = fields.map((field) => field.complaint()).find(Boolean);
  wrong.textContent = complaint ?? "";
  if (complaint) return;
  const files = [];
  const components = fields.map((field) => ({
    ...field.value(files),
    custom_id: field.part.custom_id,
    type: field.part.type,
  }));
  send.disabled = true;
  const use = await scene.account.interactions.submit(form, components, files);
  if (use.state === "failed") {
    wrong.textContent = use.why;
    send.disabled = false;
    scene.account.interactions.dismiss(use);
  } else {
    dialog.close();
  }
}

function row(part, scene, fields) {
  if (part.type === Part.TEXT) return h("div", { class: "content" }, markdown(part.content, scene));
  if (part.type === Part.ROW) return part.components.map((inner) => labelled(inner, inner.label, "", scene, fields));
  if (part.type === Part.LABEL) return labelled(part.component, part.label, part.description, scene, fields);
  return h("p", { class: "unknown-part", text: `(a component of kind ${part.type})` });
}

function labelled(part, label, description, scene, fields) {
  const field = fieldOf(part, scene);
  field.name = label ?? part.label ?? part.custom_id;
  fields.push(field);
  const star =
    part.required === false || part.type === Part.CHECKBOX
      ? null
      : h("span", { class: "needed", text: "*", title: "Required" });
  const id = `field-${part.custom_id}`;
  field.input.setAttribute("aria-labelledby", `${id}-label`);
  if (description) field.input.setAttribute("aria-describedby", `${id}-about`);
  return h(
    "div",
    { class: "field" },
    h("p", { class: "field-label", id: `${id}-label` }, field.name, star),
    description && h("p", { class: "field-about", id: `${id}-about`, text: description }),
    field.element,
  );
}
