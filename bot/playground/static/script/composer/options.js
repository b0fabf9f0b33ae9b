// One option of a slash command as a field:
// {option, element, input, fill(value), filled(), typed(), value(files), complaint()}.

import { channels, roles, users } from "../chat/selects.js";
import { h } from "../element.js";
import { Option } from "../world/kinds.js";
import { Choice } from "./choice.js";
import { written } from "./speech.js";

const WAIT_MS = 150;

export function optionField(option, form) {
  const make = option.choices?.length ? chosen : (MAKERS[option.type] ?? text);
  const field = Object.assign((option.autocomplete ? completed : make)(option, form), { option });
  field.completes?.(field);
  const id = `option-${option.name}`;
  field.input.setAttribute("aria-label", `${option.name}${option.required ? ", required" : ""}: ${option.description}`);
  field.input.id = id;
  const look = field.input.matches("textarea") ? "option wide" : "option";
  field.element = h(
    "label",
    { class: look, for: id },
    h("span", { class: "option-name", text: option.name }),
    field.input,
    field.extra,
  );
  const complaint = field.complaint;
  field.complaint = () => (option.required && !field.filled() ? `“${option.name}” is needed.` : (complaint?.() ?? ""));
  return field;
}

function grow(input) {
  input.addEventListener("input", () => {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 220)}px`;
  });
}

function text(option, form) {
  const input = h("textarea", { rows: "1", class: "option-text", maxlength: option.max_length ?? 6000 });
  grow(input);
  const complaint = () =>
    input.value && input.value.length < (option.min_length ?? 0)
      ? `“${option.name}” has at least ${option.min_length} characters.`
      : "";
  return {
    input,
    complaint,
    fill: (value) => (input.value = value),
    filled: () => Boolean(input.value.trim()),
    typed: () => input.value,
    value: () => written(input.value.trim(), form.scene),
  };
}

function number(option) {
  const whole = option.type === Option.INTEGER;
  const input = h("input", {
    type: "text",
    inputmode: whole ? "numeric" : "decimal",
    class: "option-short",
    autocomplete: "off",
  });
  const read = () => Number(input.value.replace(",", "."));
  const complaint = () => {
    if (!input.value.trim()) return "";
    if (!Number.isFinite(read()) || (whole && !Number.isInteger(read())))
      return `“${option.name}” is a ${whole ? "whole " : ""}number.`;
    const { min_value: low = -Infinity, max_value: high = Infinity } = option;
    return read() < low || read() > high ? `“${option.name}” is between ${low} and ${high}.` : "";
  };
  return {
    input,
    complaint,
    fill: (value) => (input.value = value),
    filled: () => Boolean(input.value.trim()),
    typed: () => input.value,
    value: read,
  };
}

const oneOf = (list, option, form) => new Choice(list, option, form);

const chosen = (option, form) =>
  oneOf(() => option.choices.map(({ name, value }) => ({ label: name, value })), option, form);
const yesOrNo = (option, form) =>
  oneOf(
    () => [
      { label: "True", value: true },
      { label: "False", value: false },
    ],
    option,
    form,
  );

// A text or number for which the bot offers choices while it is typed.
function completed(option, form) {
  const base = option.type === Option.STRING ? text(option, form) : number(option);
  let picked = null,
    timer = 0,
    mine = null;
  const ask = async () => {
    const before = base.input.value;
    const choices = await form.scene.account.interactions.complete(form.channel, form.leaf.command, form.typed(mine));
    if (before !== base.input.value || document.activeElement !== base.input) return;
    form.suggestions.input = base.input;
    form.suggestions.show(
      choices.map(({ name, value }) => ({ label: name, value })),
      take,
      choices.length ? option.description : "",
    );
  };
  const take = (item) => {
    picked = item;
    base.input.value = item.label;
  };
  base.input.addEventListener("input", () => {
    picked = null;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  base.input.addEventListener("focus", ask);
  base.input.addEventListener("blur", () => form.suggestions.hide());
  const complaint = () => (picked ? "" : base.complaint());
  return {
    ...base,
    complaint,
    completes: (field) => (mine = field),
    value: () => (picked ? picked.value : base.value()),
  };
}

function file() {
  const input = h("input", { type: "file", class: "option-file" });
  let kept = null;
  input.addEventListener("change", () => (kept = input.files[0] ?? null));
  const name = h("span", { class: "option-dropped" });
  const fill = (given) => {
    kept = given;
    name.textContent = given.name;
  };
  return {
    input,
    extra: name,
    fill,
    filled: () => Boolean(kept),
    typed: () => kept?.name ?? "",
    value: (files) => String(files.push(kept) - 1),
  };
}

const MAKERS = {
  [Option.STRING]: text,
  [Option.INTEGER]: number,
  [Option.NUMBER]: number,
  [Option.BOOLEAN]: yesOrNo,
  [Option.USER]: (option, form) => oneOf(() => users(form.scene), option, form),
  [Option.ROLE]: (option, form) => oneOf(() => roles(form.scene), option, form),
  [Option.MENTIONABLE]: (option, form) => oneOf(() => [...users(form.scene), ...roles(form.scene)], option, form),
  [Option.CHANNEL]: (option, form) => oneOf(() => channels(form.scene, option.channel_types ?? []), option, form),
  [Option.ATTACHMENT]: file,
};
