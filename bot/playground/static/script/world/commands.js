// The commands that the bot offers this person, fetched anew when they are a while old.

import { Command, Option } from "./kinds.js";

const FRESH_MS = 4000;

export class Commands {
  #account;
  #known = new Map(); // channel id -> {at, list: a promise of the commands}

  constructor(account) {
    this.#account = account;
  }

  in(channel) {
    const known = this.#known.get(channel.id);
    if (known && Date.now() - known.at < FRESH_MS) return known.list;
    const list = this.#account.rest.get(`/channels/${channel.id}/application-command-index`);
    const commands = list.then((answer) => answer.application_commands);
    this.#known.set(channel.id, { at: Date.now(), list: commands });
    commands.catch(() => this.#known.delete(channel.id));
    return commands;
  }

  slash = async (channel) =>
    (await this.in(channel)).filter((one) => one.type === Command.CHAT).flatMap((one) => leaves(one));
  ofMessages = async (channel) => (await this.in(channel)).filter((one) => one.type === Command.MESSAGE);
  ofUsers = async (channel) => (await this.in(channel)).filter((one) => one.type === Command.USER);
}

// A command as it is typed: `words` is its whole name, `options` what to fill in, `wrap` puts the options in their place.
function leaves(command, part = command, words = command.name, wrap = (options) => options) {
  const inner = (part.options ?? []).filter((one) => one.type <= Option.GROUP);
  if (!inner.length)
    return [
      { command, words, description: part.description || command.description, options: part.options ?? [], wrap },
    ];
  return inner.flatMap((one) =>
    leaves(command, one, `${words} ${one.name}`, (options) => wrap([{ type: one.type, name: one.name, options }])),
  );
}
