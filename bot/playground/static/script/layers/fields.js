// The fields a form can have. Each: {part, element, input, complaint(): sentence or nothing, value(files): what is sent}.

import { select } from "../chat/selects.js";
import { h } from "../element.js";
import { Part } from "../world/kinds.js";
import { FileDrop } from "./filedrop.js";

export function fieldOf(part, scene) {
  const field = { part, name: "" };
  const make = MAKERS[part.type] ?? picked;
  Object.assign(field, make(part, scene, field));
  field.input ??= field.element;
  return field;
}

const PARAGRAPH = 2;

function text(part, _scene, field) {
  const about = { name: part.custom_id, placeholder: part.placeholder, maxlength: part.max_length ?? 4000 };
  const input =
    part.style === PARAGRAPH
      ? h("textarea", { ...about, rows: "4" })
      : h("input", { ...about, type: "text", autocomplete: "off" });
  input.value = part.value ?? "";
  const complaint = () => {
    if (part.required !== false && !input.value.trim()) return `“${field.name}” is needed.`;
    if (input.value && input.value.length < (part.min_length ?? 0))
      return `“${field.name}” has at least ${part.min_length} characters.`;
    return "";
  };
  return { element: input, input, complaint, value: () => ({ value: input.value }) };
}

function picked(part, scene, field) {
  let values = (part.default_values ?? [])
    .map((one) => one.id)
    .concat((part.options ?? []).filter((one) => one.default).map((one) => one.value));
  const element = select(part, scene, { keep: true, choose: (chosen) => (values = chosen) });
  return { element, complaint: () => needs(part, values.length, field.name), value: () => ({ values }) };
}

function needs(part, number, name) {
  const least = part.required === false ? 0 : (part.min_values ?? 1);
  return number < least ? `“${name}” needs ${least === 1 ? "a choice" : `${least} choices`}.` : "";
}

function upload(part, _scene, field) {
  const place = new FileDrop(part.max_values ?? 1);
  return {
    element: place.element,
    input: place.input,
    complaint: () => needs(part, place.files.length, field.name),
    value: (files) => ({ values: place.files.map((file) => String(files.push(file) - 1)) }),
  };
}

function option(part, one, type) {
  const input = h("input", { type, name: part.custom_id, value: one.value, checked: Boolean(one.default) });
  const about = one.description && h("span", { class: "list-about", text: one.description });
  return h(
    "label",
    { class: "tick" },
    input,
    h("span", { class: "list-words" }, h("span", { text: one.label }), about),
  );
}

const ticked = (element) => [...element.querySelectorAll("input:checked")].map((input) => input.value);

function radios(part, _scene, field) {
  const element = h(
    "div",
    { class: "ticks", role: "radiogroup" },
    part.options.map((one) => option(part, one, "radio")),
  );
  const complaint = () => (part.required !== false && !ticked(element).length ? `“${field.name}” needs a choice.` : "");
  return { element, complaint, value: () => ({ value: ticked(element)[0] ?? null }) };
}

function checkboxes(part, _scene, field) {
  const element = h(
    "div",
    { class: "ticks", role: "group" },
    part.options.map((one) => option(part, one, "checkbox")),
  );
  const most = part.max_values ?? part.options.length;
  const complaint = () =>
    ticked(element).length > most
      ? `“${field.name}” takes at most ${most}.`
      : needs(part, ticked(element).length, field.name);
  return { element, complaint, value: () => ({ values: ticked(element) }) };
}

function checkbox(part) {
  const input = h("input", { type: "checkbox", name: part.custom_id, checked: Boolean(part.default) });
  return {
    element: h("label", { class: "tick" }, input, h("span", { text: "Yes" })),
    input,
    complaint: () => "",
    value: () => ({ value: input.checked }),
  };
}

const MAKERS = {
  [Part.TEXT_INPUT]: text,
  [Part.UPLOAD]: upload,
  [Part.RADIOS]: radios,
  [Part.CHECKBOXES]: checkboxes,
  [Part.CHECKBOX]: checkbox,
};
