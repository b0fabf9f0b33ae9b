// What can be done about a message, for this person in this place.

import { Channel, Flag, isThread, SYSTEM } from "../world/kinds.js";
import { Permission } from "../world/permissions.js";
import { cardText } from "./origins.js";

export async function messageMenu(message, scene) {
  const { world, desk, account } = scene;
  const channel = world.channels.get(message.channel_id);
  const commands = await account.commands.ofMessages(channel).catch(() => []);
  const mine = message.author.id === scene.me,
    system = SYSTEM.has(message.type),
    ephemeral = message.flags & Flag.EPHEMERAL;
  const inGuildText = channel.type === Channel.TEXT && !isThread(channel);
  const entries = [
    !system && !ephemeral && { label: "Reply", mark: "reply", run: () => desk.reply(message) },
    !ephemeral && {
      label: "Add a reaction",
      mark: "smile",
      run: () => desk.pickReaction(message, desk.rowOf(message)),
    },
    mine && !system && { label: "Edit", mark: "pencil", run: () => desk.edit(message) },
    inGuildText &&
      !message.thread &&
      !ephemeral &&
      world.can(channel, Permission.PUBLIC_THREADS) && {
        label: "Start a thread",
        mark: "thread",
        run: () => desk.startThread(message),
      },
    "-",
    ...commands.map((command) => ({
      label: command.name,
      mark: "slash",
      run: () => account.interactions.menu(channel, command, message.id),
    })),
    commands.length ? "-" : null,
    {
      label: "Copy the text",
      mark: "copy",
      run: () => desk.copy(message.content || cardText(message.components ?? [])),
    },
    { label: "Copy the message's id", mark: "copy", run: () => desk.copy(message.id) },
    ephemeral ? { label: "Dismiss", mark: "close", run: () => desk.dismiss(message) } : null,
    !ephemeral &&
      (mine || world.can(channel, Permission.MANAGE_MESSAGES)) && {
        label: "Delete",
        mark: "bin",
        danger: true,
        run: () => desk.remove(message),
      },
  ];
  return entries.filter(Boolean);
}
