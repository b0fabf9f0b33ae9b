// Names as people type them and ids as Discord wants them, there and back.

import { emojiNamed } from "../markdown/emojis.js";

// `@Grace` becomes `<@id>`, `#general` `<#id>`, `:tada:` the emoji; code stays as it is.
export function written(text, scene) {
  return outsideCode(text, (part) => {
    let said = part;
    for (const { name, tag } of names(scene)) said = said.replaceAll(name, tag);
    return said.replace(/(?<!<a?):([\w+-]{1,32}):(?!\d)/g, (whole, name) => emojiNamed(name) ?? whole);
  });
}

// What a sent text looks like while it is edited.
export function spoken(text, scene) {
  return outsideCode(text, (part) => {
    const said = part.replace(/<@!(\d+)>/g, "<@$1>");
    return names(scene).reduce((so, { name, tag }) => so.replaceAll(tag, name), said);
  });
}

function outsideCode(text, change) {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, at) => (at % 2 ? part : change(part)))
    .join("");
}

// Longer names first, so that `@Ada Lovelace` is not taken for `@Ada`.
function names({ world }) {
  const users = [...world.users.values()].map((user) => ({ name: `@${world.nameOf(user.id)}`, tag: `<@${user.id}>` }));
  const roles = [...(world.guild?.roles.values() ?? [])]
    .filter((role) => role.mentionable)
    .map((role) => ({ name: `@${role.name}`, tag: `<@&${role.id}>` }));
  const channels = [...world.channels.values()]
    .filter((one) => one.name)
    .map((one) => ({ name: `#${one.name}`, tag: `<#${one.id}>` }));
  return [...users, ...roles, ...channels].sort((a, b) => b.name.length - a.name.length);
}
