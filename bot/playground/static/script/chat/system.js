// What Discord itself says in a channel.

import { quietLink } from "../controls.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { timeOf } from "../snowflakes.js";
import { moment } from "../words.js";
import { Message } from "../world/kinds.js";

export function systemRow(message, scene) {
  const { mark, words } = SENTENCES[message.type](message, scene);
  const when = h("time", { class: "when", text: moment(new Date(timeOf(message.id))) });
  return h(
    "li",
    { class: "system", id: `message-${message.id}`, tabindex: "-1", data: { id: message.id } },
    icon(mark),
    h("p", {}, words, " ", when),
  );
}

const name = (message, scene) => h("strong", { text: scene.authorName(message) });
const others = (message, scene) =>
  h("strong", { text: message.mentions.map((user) => scene.nameOf(user.id)).join(", ") });

const SENTENCES = {
  [Message.RECIPIENT_ADD]: (message, scene) => ({
    mark: "plus",
    words: [name(message, scene), " added ", others(message, scene), " to the thread."],
  }),
  [Message.RECIPIENT_REMOVE]: (message, scene) => ({
    mark: "close",
    words: [name(message, scene), " removed ", others(message, scene), " from the thread."],
  }),
  [Message.RENAMED]: (message, scene) => ({
    mark: "pencil",
    words: [name(message, scene), " changed the name to ", h("strong", { text: message.content }), "."],
  }),
  [Message.PINNED]: (message, scene) => ({
    mark: "pin",
    words: [name(message, scene), " pinned ", jump(message, scene), " to this channel."],
  }),
  [Message.THREAD_CREATED]: (message, scene) => ({
    mark: "thread",
    words: [name(message, scene), " started a thread: ", thread(message, scene)],
  }),
};

function jump(message, scene) {
  const target = { id: message.message_reference?.message_id, channel_id: message.channel_id };
  return quietLink("a message", () => scene.desk.jump(target));
}

function thread(message, scene) {
  const open = () => scene.openChannel(message.message_reference?.channel_id);
  return quietLink(message.content, open);
}
