// The page's hands: everything a click in the chat can set in motion.

import { announce, h } from "../element.js";
import { confirmed, openDialog } from "../layers/dialog.js";
import { pickEmoji } from "../layers/emoji.js";
import { openPictures } from "../layers/lightbox.js";
import { openProfile } from "../layers/profile.js";
import { complain } from "../layers/toast.js";
import { Message } from "../world/kinds.js";
import { openNotices } from "./notices.js";

export class Desk {
  constructor(page) {
    this.page = page;
  }

  get #room() {
    return this.page.room;
  }

  get #account() {
    return this.page.account;
  }

  // What a promise gives (true for nothing), or false after saying why it was refused.
  async attempt(promise) {
    try {
      return (await promise) ?? true;
    } catch (refusal) {
      complain(refusal.message);
      return false;
    }
  }

  // --- places ---

  openChannel = (channelId) => this.page.open(channelId);
  openPictures = openPictures;
  openProfile = (userId) => openProfile(this.page.scene, userId, this.#room.channel);
  openNotices = (anchor) => openNotices(anchor, this.page.scene);
  toggleSidebar = () => this.page.toggleSidebar();
  toggleBackstage = () => this.page.toggleBackstage();
  isBackstageOpen = () => this.page.isBackstageOpen();

  async openDm(userId) {
    const channel = await this.attempt(this.#account.openDm(userId));
    if (channel) this.openChannel(channel.id);
  }

  async jump(message) {
    if (message.channel_id !== this.#room.channel.id) await this.page.open(message.channel_id);
    if (message.channel_id !== this.#room.channel.id) return;
    const found = await this.#room.history?.jump(message.id);
    if (found === false) complain("That message is not there any more.");
  }

  followed(following) {
    if (this.#room?.toEnd) this.#room.toEnd.hidden = following;
  }

  // --- messages ---

  reply = (message) => this.#room.composer.reply(message);
  edit = (message) => this.#room.composer.edit(message);
  rowOf = (message) => this.#room.history.row(message.id) ?? this.#room.element;

  editLast() {
    const { world } = this.#account;
    const mine = world
      .log(this.#room.channel.id)
      .list.findLast(
        (message) => message.author.id === world.me.id && [Message.DEFAULT, Message.REPLY].includes(message.type),
      );
    if (mine) this.edit(mine);
  }

  async remove(message) {
    if (await confirmed("Delete this message?", "It is gone for everybody.", "Delete"))
      this.attempt(this.#account.remove(message));
  }

  dismiss(message) {
    this.#account.world.hear("MESSAGE_DELETE", message);
  }

  pickReaction(message, anchor) {
    pickEmoji(anchor, (text) => this.attempt(this.#account.react(message, { name: text })));
  }

  async copy(text) {
    await navigator.clipboard.writeText(text).catch(() => complain("The browser does not let this page copy."));
    announce("Copied.");
  }

  // --- threads ---

  async startThread(message) {
    const name = await asked("Start a thread", "Its name", (message.content || "New thread").slice(0, 60), "Start");
    if (!name) return;
    const thread = await this.attempt(this.#account.startThread(message, name));
    if (thread) this.openChannel(thread.id);
  }

  async startAlone(channel, type) {
    const name = await asked("Start a thread", "Its name", "New thread", "Start");
    if (!name) return;
    const thread = await this.attempt(this.#account.startAlone(channel, name, type));
    if (thread) this.openChannel(thread.id);
  }

  async renameThread(thread) {
    const name = await asked("Rename the thread", "Its name", thread.name, "Rename");
    if (name) this.attempt(this.#account.changeThread(thread, { name }));
  }

  async deleteThread(thread) {
    if (
      await confirmed("Delete this thread?", `“${thread.name}” and all its messages are gone for everybody.`, "Delete")
    )
      this.attempt(this.#account.deleteThread(thread));
  }

  // --- the bot ---

  // Uses /ask as if it had been typed, and follows the thread that the bot opens for it.
  async ask(channel, prompt) {
    const leaves = await this.attempt(this.#account.commands.slash(channel));
    const ask = leaves && leaves.find((leaf) => leaf.words === "ask");
    if (!ask) return leaves && complain("The bot is not here yet: it may need a moment to start.");
    const options = [{ type: 3, name: ask.options.find((option) => option.required)?.name ?? "prompt", value: prompt }];
    this.page.followNextThread(channel);
    await this.#account.interactions.command(channel, ask.command, options, [], "/ask");
  }
}

// Resolves to what was typed, or an empty text.
function asked(title, label, value, verb) {
  return new Promise((resolve) => {
    const input = h("input", { type: "text", maxlength: "100", "aria-label": label });
    input.value = value;
    const form = h(
      "form",
      { class: "form" },
      input,
      h("div", { class: "dialog-foot" }, h("button", { type: "submit", class: "button primary", text: verb })),
    );
    const dialog = openDialog(title, form, { look: "small", onClose: () => resolve("") });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      resolve(input.value.trim());
      dialog.close();
    });
    input.select();
  });
}
