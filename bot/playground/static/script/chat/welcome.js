// The beginning of a channel: where one is, and for newcomers three things to try.

import { h } from "../element.js";
import { icon } from "../icons.js";
import { avatar } from "./avatar.js";
import { Channel, isThread } from "../world/kinds.js";
import { channelMark } from "./selects.js";

export const PROMPTS = [
  {
    mark: "spark",
    title: "Watch it work",
    about: "Steps as they happen, then an answer that streams",
    prompt: "Look this up, check it with a line of code, then explain it to me",
  },
  {
    mark: "eye",
    title: "Get a picture",
    about: "It runs code on its machine and shows you the chart",
    prompt: "Draw a chart and show it to me",
  },
  {
    mark: "file",
    title: "Get a file",
    about: "It writes a file that you can read and download",
    prompt: "Count the primes below 20000 and save them as a CSV file",
  },
];

export function beginning(channel, scene) {
  if (channel.type === Channel.DM) return direct(channel, scene);
  if (isThread(channel))
    return h(
      "div",
      { class: "beginning small" },
      h("span", { class: "beginning-mark" }, icon("thread")),
      h("h3", { text: channel.name }),
      h("p", { class: "soft", text: `Started by ${scene.nameOf(channel.owner_id)}` }),
    );
  return h(
    "div",
    { class: "beginning" },
    h("span", { class: "beginning-mark" }, icon(channelMark(channel))),
    h("h3", { text: `This is #${channel.name}` }),
    channel.nsfw
      ? h("p", { class: "soft", text: "An age-restricted channel: what is made here may be for adults only." })
      : null,
    about(scene),
    prompts(channel, scene),
  );
}

function direct(channel, scene) {
  const [other] = channel.recipients;
  const hint = other.bot ? " Just write: a message is a request." : "";
  const words = h("p", { class: "soft", text: `Only the two of you read this.${hint}` });
  const box = h(
    "div",
    { class: "beginning" },
    avatar(other, "large"),
    h("h3", { text: scene.nameOf(other.id) }),
    words,
  );
  if (other.bot) promptsWhereOffered(box, channel, scene);
  return box;
}

async function promptsWhereOffered(box, channel, scene) {
  const leaves = await scene.account.commands.slash(channel).catch(() => []);
  if (leaves.some((leaf) => leaf.words === "ask")) box.append(prompts(channel, scene));
}

const about = (scene) =>
  h(
    "p",
    { class: "soft beginning-about" },
    `A small chat service and a small agent service, on this machine alone. ${scene.nameOf(scene.account.application.bot_id)} is the real bot, in a process of its own, and cannot tell the difference. Its agent here is scripted: the words of your request choose what it plays. Nothing leaves your machine.`,
  );

function prompts(channel, scene) {
  const card = ({ mark, title, about: words, prompt }) =>
    h(
      "button",
      { type: "button", class: "prompt", on: { click: () => scene.desk.ask(channel, prompt) } },
      icon(mark),
      h(
        "span",
        { class: "prompt-words" },
        h("strong", { text: title }),
        h("span", { class: "soft", text: words }),
        h("span", { class: "prompt-text", text: `/ask ${prompt}` }),
      ),
    );
  return h("div", { class: "prompts", role: "group", "aria-label": "Things to try" }, PROMPTS.map(card));
}
