// A forum: its posts, and the form for a new one.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { openDialog } from "../layers/dialog.js";
import { timeOf } from "../snowflakes.js";
import { count, relative } from "../words.js";

export class Forum {
  constructor(channel, scene, signal) {
    Object.assign(this, { channel, scene });
    this.posts = h("ul", { class: "posts" });
    const create = h(
      "button",
      { type: "button", class: "button primary", on: { click: () => this.#write() } },
      icon("plus"),
      "New post",
    );
    this.element = h(
      "div",
      { class: "forum" },
      h(
        "div",
        { class: "forum-head" },
        h("p", { class: "soft", text: channel.topic || "Each post is a thread of its own." }),
        create,
      ),
      this.posts,
    );
    scene.world.on("channels", () => this.draw(), signal);
    scene.account.reading.on("changed", () => this.draw(), signal);
  }

  async open() {
    this.draw();
    await this.scene.account.archivedThreads(this.channel).catch(() => []);
    this.draw();
  }

  draw() {
    const threads = this.scene.world.threadsOf(this.channel.id).reverse();
    replace(
      this.posts,
      threads.length
        ? threads.map((thread) => this.#post(thread))
        : h("li", { class: "soft posts-empty", text: "No posts yet." }),
    );
  }

  #post(thread) {
    const unread = this.scene.account.reading.isUnread(thread);
    const tags = (thread.applied_tags ?? [])
      .map((id) => this.channel.available_tags?.find((tag) => tag.id === id)?.name)
      .filter(Boolean);
    const words = [
      `${this.scene.nameOf(thread.owner_id) ?? "somebody"}`,
      count(thread.message_count ?? 0, "reply", "replies"),
      relative(timeOf(thread.last_message_id ?? thread.id)),
      thread.thread_metadata?.archived ? "archived" : "",
    ];
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: `post${unread ? " unread" : ""}`,
          on: { click: () => this.scene.desk.openChannel(thread.id) },
        },
        h(
          "span",
          { class: "post-tags" },
          tags.map((tag) => h("span", { class: "tag plain", text: tag })),
        ),
        h("strong", { text: thread.name }),
        h("span", { class: "soft", text: words.filter(Boolean).join(" · ") }),
      ),
    );
  }

  #write() {
    const title = h("input", {
      type: "text",
      maxlength: "100",
      required: true,
      "aria-label": "Title",
      placeholder: "Title",
    });
    const text = h("textarea", {
      rows: "6",
      maxlength: "4000",
      required: true,
      "aria-label": "Message",
      placeholder: "What is it about?",
    });
    const files = h("input", { type: "file", multiple: true, "aria-label": "Files" });
    const tags = (this.channel.available_tags ?? []).map((tag) =>
      h("label", { class: "tick" }, h("input", { type: "checkbox", value: tag.id }), h("span", { text: tag.name })),
    );
    const form = h(
      "form",
      { class: "form" },
      title,
      text,
      tags.length ? h("div", { class: "ticks in-a-row" }, tags) : null,
      files,
      h("div", { class: "dialog-foot" }, h("button", { type: "submit", class: "button primary", text: "Post" })),
    );
    const dialog = openDialog("New post", form, { look: "form-dialog" });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const chosen = [...form.querySelectorAll(".ticks input:checked")].map((input) => input.value);
      const thread = await this.scene.desk.attempt(
        this.scene.account.post(this.channel, title.value.trim(), text.value.trim(), [...files.files], chosen),
      );
      if (!thread) return;
      dialog.close();
      this.scene.desk.openChannel(thread.id);
    });
    title.focus();
  }
}
