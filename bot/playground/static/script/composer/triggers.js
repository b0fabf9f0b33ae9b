// What the text before the cursor asks for: a command, a person, a channel, an emoji.

import { channelMark, users } from "../chat/selects.js";
import { icon } from "../icons.js";
import { emojisLike } from "../markdown/emojis.js";

const MOST = 10;
const WORD = /(?:^|\s)([@#:])([^\s@#:]{0,32})$/;

// {items, from, title}, or {exact} when a command's whole name and a space stand there, or null.
export async function suggestionsFor(text, at, channel, scene) {
  if (text.startsWith("/") && !text.includes("\n")) return commands(text, channel, scene);
  const found = WORD.exec(text.slice(0, at));
  if (!found) return null;
  const [, sign, typed] = found;
  const items = SIGNS[sign](typed.toLowerCase(), scene).slice(0, MOST);
  return { items, from: at - typed.length - 1, title: items.length ? TITLES[sign] : "" };
}

async function commands(text, channel, scene) {
  const typed = text.slice(1).toLowerCase();
  const leaves = await scene.account.commands.slash(channel).catch(() => []);
  const exact = leaves.find((leaf) => typed.startsWith(`${leaf.words} `));
  if (exact) return { exact };
  const fits = leaves
    .filter((leaf) => leaf.words.includes(typed))
    .sort((a, b) => a.words.indexOf(typed) - b.words.indexOf(typed) || a.words.localeCompare(b.words));
  const items = fits.slice(0, 25).map((leaf) => ({
    leaf,
    label: `/${leaf.words}`,
    about: leaf.description,
    options: leaf.options
      .filter((one) => one.required)
      .map((one) => one.name)
      .join(" "),
    drawing: icon("slash"),
  }));
  return { items, from: 0, title: items.length ? `Commands of ${scene.nameOf(scene.account.application.bot_id)}` : "" };
}

const TITLES = { "@": "People and roles", "#": "Channels", ":": "Emoji" };

const SIGNS = {
  "@": people,
  "#": places,
  ":": (typed) =>
    typed.length < 2
      ? []
      : emojisLike(typed).map(({ text, names }) => ({ label: `:${names[0]}:`, insert: text, mark: text })),
};

function people(typed, scene) {
  const found = users(scene).filter(
    (one) => one.label.toLowerCase().includes(typed) || one.description.toLowerCase().includes(typed),
  );
  const roles = [...(scene.world.guild?.roles.values() ?? [])].filter(
    (role) => role.mentionable && role.name.toLowerCase().includes(typed),
  );
  return [
    ...found.map((one) => ({
      label: one.label,
      about: one.description,
      insert: `@${one.label}`,
      drawing: one.drawing,
    })),
    ...roles.map((role) => ({
      label: `@${role.name}`,
      about: "everybody with this role",
      insert: `@${role.name}`,
      mark: "🏷️",
    })),
  ];
}

function places(typed, scene) {
  const found = [...scene.world.channels.values()].filter(
    (one) => one.name && one.guild_id && one.name.toLowerCase().includes(typed),
  );
  return found.map((one) => ({ label: one.name, insert: `#${one.name}`, drawing: icon(channelMark(one)) }));
}
