// Selects of all kinds, in messages and in forms: a button that opens a list to pick from.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { openList } from "../layers/list.js";
import { Channel, Part } from "../world/kinds.js";
import { displayName } from "../world/world.js";
import { avatar } from "./avatar.js";

// `choose(values, control)` is called with what was picked; in forms `keep` leaves the picked ones shown.
export function select(part, scene, { choose, key = "", keep = false, labelledBy = null }) {
  const state = { values: defaults(part) };
  const words = h("span", { class: "select-words" });
  const control = h(
    "button",
    {
      type: "button",
      class: "select",
      disabled: part.disabled,
      "aria-haspopup": "listbox",
      data: { key },
      "aria-labelledby": labelledBy,
    },
    words,
    icon("chevron"),
  );
  const show = () => words.replaceChildren(...shown(part, scene, state.values));
  const done = (values) => {
    state.values = values;
    show();
    choose(values, control);
    if (!keep) state.values = defaults(part);
  };
  control.addEventListener("click", () => openList(control, listOf(part, scene, state.values), done));
  show();
  return control;
}

function listOf(part, scene, values) {
  const optional = part.required === false;
  return {
    options: optionsOf(part, scene),
    chosen: values,
    least: optional ? 0 : (part.min_values ?? 1),
    most: part.max_values ?? 1,
    label: part.placeholder ?? "Choices",
  };
}

function defaults(part) {
  if (part.default_values) return part.default_values.map((one) => one.id);
  return (part.options ?? []).filter((option) => option.default).map((option) => option.value);
}

function shown(part, scene, values) {
  if (!values.length) return [h("span", { class: "placeholder", text: part.placeholder ?? "Make a selection" })];
  const options = optionsOf(part, scene);
  return values.map((value) =>
    h("span", { class: "picked", text: options.find((one) => one.value === value)?.label ?? value }),
  );
}

const OPTIONS = {
  [Part.STRING_SELECT]: (part) =>
    part.options.map(({ label, value, description, emoji }) => ({ label, value, description, mark: emoji?.name })),
  [Part.USER_SELECT]: (_part, scene) => users(scene),
  [Part.ROLE_SELECT]: (_part, scene) => roles(scene),
  [Part.MENTIONABLE_SELECT]: (_part, scene) => [...users(scene), ...roles(scene)],
  [Part.CHANNEL_SELECT]: (part, scene) => channels(scene, part.channel_types ?? []),
};

export const optionsOf = (part, scene) => OPTIONS[part.type](part, scene);

export const users = (scene) =>
  [...(scene.world.guild?.members.values() ?? [])].map(({ user }) => ({
    label: scene.nameOf(user.id) || displayName(user),
    value: user.id,
    description: user.username,
    drawing: avatar(user, "small"),
  }));

export const roles = (scene) =>
  [...(scene.world.guild?.roles.values() ?? [])].map((role) => ({
    label: `@${role.name.replace(/^@/, "")}`,
    value: role.id,
    mark: "🏷️",
  }));

export function channels(scene, types = []) {
  const fits = (channel) => channel.type !== Channel.DM && (!types.length || types.includes(channel.type));
  return [...scene.world.channels.values()].filter(fits).map((channel) => ({
    label: scene.world.titleOf(channel),
    value: channel.id,
    drawing: icon(channelMark(channel)),
  }));
}

export function channelMark(channel) {
  if (channel.type === Channel.DM) return "at";
  if (channel.type === Channel.FORUM) return "forum";
  if (channel.type === Channel.PRIVATE_THREAD) return "lock";
  if (channel.type === Channel.TEXT) return channel.nsfw ? "restricted" : "hash";
  return "thread";
}
