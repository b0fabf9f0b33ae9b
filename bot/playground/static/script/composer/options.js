// One option of a slash command as a field:
// {option, element, input, fill(value), filled(), typed(), value(files), complaint()}; `typed` is what the bot is told
// of it while another one is completed.

import { channels, roles, users } from "../chat/selects.js";
import { iconButton } from "../controls.js";
import { h } from "../element.js";
import { FileDrop } from "../layers/filedrop.js";
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
  const leave = option.required
    ? null
    : iconButton("close", `Leave out ${option.name}`, () => form.remove(field), { look: "option-leave" });
  field.element = h(
    "div",
    { class: look },
    h("label", { class: "option-name", for: id, text: option.name }),
    field.box ?? field.input,
    leave,
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
    placeholder: [option.min_value, option.max_value].every((one) => one !== undefined)
      ? `${option.min_value} to ${option.max_value}`
      : bounds(option),
  });
  const read = () => Number(input.value.replace(",", "."));
  const complaint = () => {
    if (!input.value.trim()) return "";
    if (!Number.isFinite(read()) || (whole && !Number.isInteger(read())))
      return `“${option.name}” is a ${whole ? "whole " : ""}number.`;
    const { min_value: low = -Infinity, max_value: high = Infinity } = option;
    return read() < low || read() > high ? `“${option.name}” is ${bounds(option)}.` : "";
  };
  return {
    input,
    complaint,
    fill: (value) => (input.value = value),
    filled: () => Boolean(input.value.trim()),
    typed: () => (complaint() ? input.value : read()),
    value: read,
  };
}

function bounds({ min_value: low, max_value: high }) {
  if (low === undefined) return high === undefined ? "" : `at most ${high}`;
  return high === undefined ? `at least ${low}` : `between ${low} and ${high}`;
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
    typed: () => (picked ? picked.value : base.typed()),
    value: () => (picked ? picked.value : base.value()),
  };
}

function file(option, form) {
  const place = new FileDrop(1, { changed: () => form.changed() });
  place.element.classList.add("small");
  return {
    input: place.input,
    box: place.element,
    fill: (given) => place.add([given]),
    filled: () => place.full,
    empty: () => place.clear(),
    typed: () => "0",
    value: (files) => String(files.push(place.files[0]) - 1),
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
