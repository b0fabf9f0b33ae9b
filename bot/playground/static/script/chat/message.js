// One message as a row: who, when, what; and everything that hangs on it.

import { quietLink } from "../controls.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown/drawing.js";
import { timeOf } from "../snowflakes.js";
import { count, moment, whole, clock } from "../words.js";
import { Flag, Message, SYSTEM } from "../world/kinds.js";
import { avatar, botTag } from "./avatar.js";
import { components } from "./components.js";
import { embeds } from "./embeds.js";
import { attachments } from "./files.js";
import { commandLine, replyLine } from "./origins.js";
import { reactions } from "./reactions.js";
import { systemRow } from "./system.js";

const TOGETHER_MS = 7 * 60_000;

// `before` is the message above it: one of the same author stands closer to it.
export function messageRow(message, before, scene) {
  if (SYSTEM.has(message.type)) return systemRow(message, scene);
  if (message.type === Message.STARTER) return starterRow(message, scene);
  const together = isTogether(message, before);
  const row = h("li", {
    class: rowClass(message, together, scene),
    id: `message-${message.id}`,
    tabindex: "-1",
    data: { id: message.id },
  });
  row.setAttribute("aria-label", `${scene.authorName(message)}, ${moment(new Date(timeOf(message.id)))}`);
  row.append(...[commandLine(message, scene), replyLine(message, scene)].filter(Boolean));
  row.append(
    together ? sideTime(message) : face(message, scene),
    h("div", { class: "message-main" }, together ? null : head(message, scene), body(message, scene)),
  );
  return row;
}

export function isTogether(message, before) {
  if (!before || SYSTEM.has(before.type) || before.type === Message.STARTER) return false;
  if (message.type !== Message.DEFAULT || before.author.id !== message.author.id || before.flags & Flag.EPHEMERAL)
    return false;
  return timeOf(message.id) - timeOf(before.id) < TOGETHER_MS && sameDay(message, before);
}

export const sameDay = (a, b) => new Date(timeOf(a.id)).toDateString() === new Date(timeOf(b.id)).toDateString();

function rowClass(message, together, scene) {
  const looks = ["message"];
  if (together) looks.push("together");
  if (message.flags & Flag.EPHEMERAL) looks.push("ephemeral");
  if (message.mentions?.some((user) => user.id === scene.me) || message.mention_everyone) looks.push("mentions-me");
  return looks.join(" ");
}

function face(message, scene) {
  const open = () => scene.openUser(message.author.id);
  return h(
    "button",
    {
      type: "button",
      class: "face",
      tabindex: "-1",
      "aria-label": `About ${scene.authorName(message)}`,
      on: { click: open },
    },
    avatar(message.author),
  );
}

const sideTime = (message) =>
  h("time", { class: "side-time", "aria-hidden": "true", text: clock(new Date(timeOf(message.id))) });

function head(message, scene) {
  const at = new Date(timeOf(message.id));
  const color = scene.colorOf(message.author.id);
  const name = h("button", {
    type: "button",
    class: "author",
    tabindex: "-1",
    text: scene.authorName(message),
    on: { click: () => scene.openUser(message.author.id) },
  });
  if (color) name.style.color = `#${color.toString(16).padStart(6, "0")}`;
  const time = h("time", { class: "when", datetime: at.toISOString(), title: whole(at), text: moment(at) });
  return h(
    "div",
    { class: "message-head" },
    name,
    message.author.bot && botTag(),
    time,
    message.flags & Flag.SILENT
      ? h(
          "span",
          { class: "silent", title: "Sent without a notification" },
          icon("quiet", "Sent without a notification"),
        )
      : null,
  );
}

function body(message, scene) {
  if (message.flags & Flag.LOADING)
    return [
      h("p", { class: "thinking" }, dots(), `${scene.authorName(message)} is thinking…`),
      ephemeralMark(message, scene),
    ];
  return [
    message.content && words(message, scene),
    embeds(message.embeds ?? [], scene),
    attachments(shownFiles(message), scene, message),
    components(message, scene),
    !message.content && editedMark(message),
    reactions(message, scene),
    threadChip(message, scene),
    ephemeralMark(message, scene),
  ];
}

function words(message, scene) {
  const text = markdown(message.content, scene),
    mark = editedMark(message);
  if (mark) (text.lastElementChild?.matches("p") ? text.lastElementChild : text).append(mark);
  return h("div", { class: "content" }, text);
}

// A V2 message shows its files through its components alone.
const shownFiles = (message) => (message.flags & Flag.V2 ? [] : (message.attachments ?? []));

export const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

function editedMark(message) {
  if (!message.edited_timestamp) return null;
  return h("span", { class: "edited", title: whole(new Date(message.edited_timestamp)), text: "(edited)" });
}

function ephemeralMark(message, scene) {
  if (!(message.flags & Flag.EPHEMERAL)) return null;
  const dismiss = quietLink("Dismiss message", () => scene.desk.dismiss(message));
  return h("p", { class: "only-you" }, icon("eye"), "Only you can see this • ", dismiss);
}

function threadChip(message, scene) {
  const thread = message.thread && (scene.world.channels.get(message.thread.id) ?? message.thread);
  if (!thread || scene.world.channels.get(message.channel_id)?.id === thread.id) return null;
  const open = () => scene.desk.openChannel(thread.id);
  const archived = thread.thread_metadata?.archived;
  return h(
    "button",
    { type: "button", class: "thread-chip", on: { click: open } },
    icon("thread"),
    h("strong", { text: thread.name }),
    h("span", {
      class: "thread-count",
      text: archived ? "Archived" : `${count(thread.message_count ?? 0, "message")} ›`,
    }),
  );
}

// The first row of a thread: the message it hangs on, as it is in the channel.
function starterRow(message, scene) {
  const origin = message.referenced_message;
  if (!origin)
    return h(
      "li",
      { class: "system", data: { id: message.id } },
      icon("thread"),
      h("p", { text: "The message this thread began with was deleted." }),
    );
  const row = messageRow({ ...origin, thread: null }, null, scene);
  row.dataset.id = message.id;
  row.id = `message-${message.id}`;
  row.classList.add("starter");
  return row;
}
