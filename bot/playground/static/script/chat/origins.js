// Where a message comes from: the command somebody used, or the message it answers.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { plainWords } from "../markdown/drawing.js";
import { Command, Message } from "../world/kinds.js";
import { displayName } from "../world/world.js";
import { avatar } from "./avatar.js";

const SNIPPET = 160;

export function commandLine(message, scene) {
  const about = message.interaction_metadata;
  if (!about?.name || (message.type !== Message.COMMAND && message.type !== Message.MENU)) return null;
  const name = about.command_type === Command.CHAT ? `/${about.name}` : about.name;
  const person = h("button", {
    type: "button",
    class: "origin-name",
    tabindex: "-1",
    text: scene.nameOf(about.user.id),
    on: { click: () => scene.openUser(about.user.id) },
  });
  const used = h(
    "p",
    { class: "origin" },
    avatar(about.user, "tiny"),
    person,
    " used ",
    h("span", { class: "command-name", text: name }),
  );
  if (message.type !== Message.MENU || !message.referenced_message) return used;
  used.append(" on ", snippet(message.referenced_message, scene));
  return used;
}

export function replyLine(message, scene) {
  if (message.type !== Message.REPLY) return null;
  const origin =
    scene.world.log(message.channel_id).get(message.message_reference?.message_id) ?? message.referenced_message;
  if (!origin) return h("p", { class: "origin" }, icon("reply"), h("em", { text: "The original message was deleted" }));
  const pinged = message.mentions?.some((user) => user.id === origin.author.id);
  return h(
    "p",
    { class: "origin" },
    avatar(origin.author, "tiny"),
    h("span", { class: "origin-name", text: (pinged ? "@" : "") + displayName(origin.author) }),
    snippet(origin, scene),
  );
}

function snippet(origin, scene) {
  const jump = () => scene.desk.jump(origin);
  return h("button", { type: "button", class: "snippet", tabindex: "-1", on: { click: jump } }, words(origin, scene));
}

function words(origin, scene) {
  const text = (origin.content || cardText(origin.components ?? [])).slice(0, SNIPPET);
  if (text) return plainWords(text, scene);
  if (origin.attachments?.length) return h("em", { text: "Click to see the attachment" });
  return h("em", { text: "Click to see the message" });
}

export const cardText = (parts) =>
  parts
    .map((part) => part.content ?? cardText([...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])]))
    .filter(Boolean)
    .join("\n");
