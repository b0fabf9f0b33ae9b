// A forum: its posts, and the form for a new one.

import { wordButton } from "../controls.js";
import { h, replace } from "../element.js";
import { timeOf } from "../snowflakes.js";
import { count, relative } from "../words.js";
import { writePost } from "./posting.js";

export class Forum {
  constructor(channel, scene, signal) {
    Object.assign(this, { channel, scene });
    this.posts = h("ul", { class: "posts" });
    const create = wordButton("primary", "New post", () => writePost(this.channel, this.scene), "plus");
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
}
