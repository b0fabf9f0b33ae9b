// Uses of the bot that have no message yet: on their way, or without an answer.

import { quietLink } from "../controls.js";
import { h } from "../element.js";
import { avatar, botTag } from "./avatar.js";
import { dots } from "./message.js";

export const pendingRows = (channel, scene) => scene.account.interactions.in(channel.id).map((use) => row(use, scene));

function row(use, scene) {
  const bot = scene.world.users.get(scene.account.application.bot_id) ?? {
    id: scene.account.application.bot_id,
    username: "The bot",
    bot: true,
  };
  const name = scene.nameOf(bot.id);
  return h(
    "li",
    { class: `message ephemeral ${use.state}` },
    h(
      "p",
      { class: "origin" },
      avatar(scene.world.me, "tiny"),
      h("span", { class: "origin-name", text: scene.nameOf(scene.me) }),
      " used ",
      h("span", { class: "command-name", text: use.label }),
    ),
    h("span", { class: "face" }, avatar(bot)),
    h(
      "div",
      { class: "message-main" },
      h("div", { class: "message-head" }, h("span", { class: "author", text: name }), botTag()),
      use.state === "failed" ? failed(use, scene) : sending(),
    ),
  );
}

const sending = () => h("p", { class: "thinking" }, dots(), "Sending the command…");

function failed(use, scene) {
  const dismiss = quietLink("Dismiss message", () => scene.account.interactions.dismiss(use));
  return [
    h("p", { class: "no-answer", role: "alert", text: use.why }),
    h("p", { class: "only-you" }, "Only you can see this • ", dismiss),
  ];
}
