// A person's uses of the bot: commands, clicks, forms and half-typed options, and what became of each.

import { Emitter } from "../emitter.js";
import { nonce } from "../snowflakes.js";
import { Command, Interaction } from "./kinds.js";

const TOO_LONG_MS = 12_000; // the server says after three seconds that nobody answered; this is for a server that is gone

// Emits "changed" with a use {channelId, label, state: "sent"|"failed", why, key}, and "form" with a form to fill in.
export class Interactions extends Emitter {
  uses = new Map();
  #account;

  constructor(account) {
    super();
    this.#account = account;
    account.world.on("interaction", (event) => this.#hear(event));
  }

  // Uses that are to be seen in a channel: under way, or without an answer.
  in = (channelId) => [...this.uses.values()].filter((use) => use.channelId === channelId && use.label);

  command(channel, command, options, files = [], label = `/${command.name}`) {
    const data = {
      id: command.id,
      version: command.version,
      name: command.name,
      type: Command.CHAT,
      options,
      attachments: about(files),
    };
    return this.#ask({ type: Interaction.COMMAND, channel, data, files, label });
  }

  menu(channel, command, targetId) {
    const data = {
      id: command.id,
      version: command.version,
      name: command.name,
      type: command.type,
      target_id: targetId,
    };
    return this.#ask({ type: Interaction.COMMAND, channel, data, label: command.name });
  }

  click(message, component, values) {
    const channel = this.#account.world.channels.get(message.channel_id);
    const data = { component_type: component.type, custom_id: component.custom_id, ...(values ? { values } : {}) };
    return this.#ask({
      type: Interaction.COMPONENT,
      channel,
      data,
      more: { message_id: message.id },
      key: `${message.id}:${component.custom_id}`,
    });
  }

  submit(form, components, files) {
    const channel = this.#account.world.channels.get(form.channel_id);
    const data = { id: form.id, custom_id: form.custom_id, components, attachments: about(files) };
    return this.#ask({ type: Interaction.MODAL, channel, data, files, label: form.title });
  }

  // The bot's choices for the option in focus; none when it does not answer.
  async complete(channel, command, options) {
    const data = { id: command.id, version: command.version, name: command.name, type: Command.CHAT, options };
    const use = await this.#ask({ type: Interaction.AUTOCOMPLETE, channel, data });
    return use.done;
  }

  dismiss(use) {
    this.uses.delete(use.nonce);
    this.emit("changed", use);
  }

  // Answers with the use once the server took it; `done` of it resolves when the bot has answered.
  async #ask({ type, channel, data, files = [], label = "", more = {}, key = "" }) {
    const use = { nonce: nonce(), type, channelId: channel.id, label, key, state: "sent", why: "" };
    use.done = new Promise((resolve) => (use.settle = resolve));
    this.uses.set(use.nonce, use);
    this.emit("changed", use);
    setTimeout(() => use.state === "sent" && this.#fail(use, "Nothing came back."), TOO_LONG_MS);
    const { world, rest, application } = this.#account;
    const body = {
      type,
      application_id: application.id,
      channel_id: channel.id,
      session_id: "page",
      nonce: use.nonce,
      data,
      ...more,
    };
    if (channel.guild_id) body.guild_id = channel.guild_id;
    try {
      await rest.post("/interactions", body, files);
    } catch (refusal) {
      this.#fail(use, refusal.message);
      if (!world.me) throw refusal;
    }
    return use;
  }

  #hear(event) {
    const use = this.uses.get(String(event.nonce));
    if (!use) return;
    if (event.name === "choices") this.#settle(use, event.choices);
    else if (event.name === "succeeded") this.#settle(use, true);
    else if (event.name === "failed") this.#fail(use, "The application did not respond.");
    else if (event.name === "form") this.#open(use, event);
  }

  #open(use, form) {
    this.#settle(use, true);
    this.emit("form", form);
  }

  #settle(use, value) {
    use.state = "done";
    this.uses.delete(use.nonce);
    use.settle(value);
    this.emit("changed", use);
  }

  #fail(use, why) {
    [use.state, use.why] = ["failed", why];
    if (!use.label) this.uses.delete(use.nonce);
    use.settle(use.type === Interaction.AUTOCOMPLETE ? [] : false);
    this.emit("changed", use);
    if (!use.label && use.type !== Interaction.AUTOCOMPLETE) this.emit("refused", use);
  }
}

const about = (files) => files.map((file, id) => ({ id: String(id), filename: file.name }));
