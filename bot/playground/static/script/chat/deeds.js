// What can be done about a message, for this person in this place.

import { Channel, Flag, SYSTEM } from "../world/kinds.js";
import { Permission } from "../world/permissions.js";
import { cardText } from "./origins.js";

export async function messageMenu(message, scene) {
  const channel = scene.world.channels.get(message.channel_id);
  const commands = await scene.account.commands.ofMessages(channel).catch(() => []);
  const groups = [
    message.flags & Flag.EPHEMERAL ? [] : talk(message, channel, scene),
    commands.map((command) => commandEntry(command, message, channel, scene)),
    [...copies(message, scene), ending(message, channel, scene)],
  ];
  const filled = groups.map((group) => group.filter(Boolean)).filter((group) => group.length);
  return filled.flatMap((group, at) => (at ? ["-", ...group] : group));
}

function talk(message, channel, { desk, me, world }) {
  const mine = message.author.id === me,
    system = SYSTEM.has(message.type);
  const threads = channel.type === Channel.TEXT && !message.thread && world.can(channel, Permission.PUBLIC_THREADS);
  const react = () => desk.pickReaction(message, desk.rowOf(message));
  return [
    !system && { label: "Reply", mark: "reply", run: () => desk.reply(message) },
    { label: "Add a reaction", mark: "smile", run: react },
    mine && !system && { label: "Edit", mark: "pencil", run: () => desk.edit(message) },
    threads && { label: "Start a thread", mark: "thread", run: () => desk.startThread(message) },
  ];
}

function commandEntry(command, message, channel, { account }) {
  return { label: command.name, mark: "slash", run: () => account.interactions.menu(channel, command, message.id) };
}

function copies(message, { desk }) {
  const text = () => message.content || cardText(message.components ?? []);
  return [
    { label: "Copy the text", mark: "copy", run: () => desk.copy(text()) },
    { label: "Copy the message's id", mark: "copy", run: () => desk.copy(message.id) },
  ];
}

function ending(message, channel, { desk, me, world }) {
  if (message.flags & Flag.EPHEMERAL) return { label: "Dismiss", mark: "close", run: () => desk.dismiss(message) };
  if (message.author.id !== me && !world.can(channel, Permission.MANAGE_MESSAGES)) return null;
  return { label: "Delete", mark: "bin", danger: true, run: () => desk.remove(message) };
}
