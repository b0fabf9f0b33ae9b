// Where the person writes: text with suggestions, files, replies, edits; a slash turns it into a command's form.

import { iconButton } from "../controls.js";
import { eachFrame, h } from "../element.js";
import { pickEmoji } from "../layers/emoji.js";
import { Bar } from "./bar.js";
import { CommandForm } from "./command.js";
import { spoken, written } from "./speech.js";
import { Suggestions } from "./suggestions.js";
import { Tray } from "./tray.js";
import { suggestionsFor } from "./triggers.js";

const TYPING_EVERY_MS = 8000;

export class Composer {
  #told = 0; // when the others were last told that somebody types
  #command = null;

  constructor(channel, scene) {
    Object.assign(this, { channel, scene });
    this.input = h("textarea", {
      id: "composer",
      rows: "1",
      maxlength: "4000",
      "aria-label": `Message ${scene.channelOf(channel.id)}`,
      placeholder: placeholder(channel, scene),
      "aria-autocomplete": "list",
      "aria-controls": "suggestions",
    });
    this.suggestions = new Suggestions(this.input);
    this.tray = new Tray();
    this.bar = new Bar(() => this.#cancel());
    this.row = h("div", { class: "composer-row" }, this.#plus(), this.input, this.#emoji(), this.#sendButton());
    this.box = h("div", { class: "composer-box" }, this.bar.element, this.tray.element, this.row);
    this.element = h("div", { class: "composer" }, this.suggestions.element, this.box);
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("paste", (event) => this.#pasted(event));
    this.input.addEventListener("click", () => this.#suggest());
    this.input.value = scene.account.drafts.get(channel.id) ?? "";
    requestAnimationFrame(() => this.#grow());
  }

  focus = () => (this.#command ?? this.input).focus();
  addFiles = (files) => (this.#command?.takesFiles ? this.#command : this.tray).addFiles(files);

  reply(message) {
    this.bar.show({ kind: "reply", message, ping: true });
    this.input.focus();
  }

  edit(message) {
    this.bar.show({ kind: "edit", message });
    this.input.value = spoken(message.content, this.scene);
    this.#grow();
    this.input.focus();
  }

  // --- parts ---

  #plus() {
    const picker = h("input", {
      type: "file",
      multiple: true,
      class: "unseen",
      tabindex: "-1",
      "aria-label": "Files to upload",
      id: "composer-files",
    });
    picker.addEventListener("change", () => {
      this.tray.addFiles([...picker.files]);
      picker.value = "";
      this.input.focus();
    });
    return [iconButton("plus", "Upload files", () => picker.click()), picker];
  }

  #emoji = () =>
    iconButton("smile", "Insert an emoji", (event) => pickEmoji(event.currentTarget, (text) => this.#insert(text)));

  #sendButton = () => iconButton("send", "Send", () => this.#send(), { look: "send" });

  #insert(text) {
    this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, "end");
    this.input.focus();
    this.#typed();
  }

  #cancel() {
    if (this.bar.about?.kind === "edit") this.input.value = "";
    this.bar.show(null);
    this.#grow();
    this.input.focus();
  }

  // --- typing ---

  #grow = eachFrame(() => {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, innerHeight * 0.4)}px`;
    this.box.classList.toggle("has-text", Boolean(this.input.value.trim()));
  });

  #typed() {
    this.#grow();
    this.scene.account.drafts.set(this.channel.id, this.input.value);
    this.#suggest();
    if (this.input.value && !this.input.value.startsWith("/") && Date.now() - this.#told > TYPING_EVERY_MS) {
      this.#told = Date.now();
      this.scene.account.typing(this.channel);
    }
  }

  async #suggest() {
    const text = this.input.value,
      at = this.input.selectionStart;
    const found = await suggestionsFor(text, at, this.channel, this.scene);
    if (text !== this.input.value || this.#command) return;
    if (found?.exact) return this.#begin(found.exact);
    this.suggestions.show(found?.items ?? [], (item) => this.#take(item, found.from, at), found?.title);
  }

  #take(item, from, to) {
    if (item.leaf) return this.#begin(item.leaf);
    this.input.setRangeText(`${item.insert} `, from, to, "end");
    this.#typed();
  }

  #begin(leaf) {
    this.suggestions.hide();
    const rest = this.input.value.slice(leaf.words.length + 1).trimStart();
    this.#command = new CommandForm(leaf, this.channel, this.scene, { done: () => this.#end(), rest });
    this.box.replaceChildren(this.#command.element);
    this.element.prepend(this.#command.suggestions.element);
    this.#command.focus();
  }

  // Back to plain text, after the command was sent or left.
  #end() {
    this.#command?.suggestions.element.remove();
    this.#command = null;
    this.input.value = "";
    this.scene.account.drafts.delete(this.channel.id);
    this.box.replaceChildren(this.bar.element, this.tray.element, this.row);
    this.#grow();
    this.input.focus();
  }

  #key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.bar.about) {
      this.#cancel();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      event.preventDefault();
      this.scene.desk.editLast();
    }
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.tray.addFiles(files);
  }

  // --- sending ---

  async #send() {
    const { account, desk } = this.scene;
    const content = written(this.input.value.trim(), this.scene),
      files = this.tray.files,
      about = this.bar.about;
    if (about?.kind === "edit") return this.#save(about.message, content);
    if (!content && !files.length) return;
    const typed = this.input.value;
    this.input.value = "";
    account.drafts.delete(this.channel.id);
    this.tray.clear();
    this.bar.show(null);
    this.#grow();
    this.suggestions.hide();
    const sent = await desk.attempt(
      account.send(this.channel, content, { files, replyTo: about?.message, ping: about?.ping }),
    );
    if (sent) return;
    this.input.value ||= typed;
    this.tray.addFiles(files);
    this.#grow();
  }

  async #save(message, content) {
    if (!content) return this.scene.desk.remove(message);
    if (content === message.content || (await this.scene.desk.attempt(this.scene.account.edit(message, content))))
      this.#cancel();
  }
}

function placeholder(channel, scene) {
  const name = scene.channelOf(channel.id);
  return `Message ${channel.type === 1 ? "@" : channel.type === 0 ? "#" : ""}${name} — type / for commands`;
}
