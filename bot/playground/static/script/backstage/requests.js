// Every request as it was made and answered, newest first.

import { h } from "../element.js";
import { codeBlock } from "../markdown/code.js";
import { seconds } from "../words.js";
import { levers } from "./levers.js";

const SHOWN = 400;
const WHO = ["everyone", "the bot", "the agent", "people"];

export class RequestsTab {
  name = "requests";
  title = "Requests";
  #after = 0;
  #waiting = new Map(); // seq -> row, for requests without an answer yet
  #who = "everyone";

  constructor() {
    this.rows = h("ol", { class: "requests" });
    const filter = h(
      "select",
      { "aria-label": "Whose requests", on: { change: (event) => this.#filter(event.target.value) } },
      WHO.map((who) => h("option", { value: who, text: `From ${who}` })),
    );
    this.element = h(
      "div",
      {},
      h(
        "div",
        { class: "backstage-tools" },
        filter,
        h("span", { class: "soft", text: "A click shows body and answer." }),
      ),
      this.rows,
    );
  }

  #filter(who) {
    this.#who = who;
    for (const row of this.rows.children) row.hidden = !this.#fits(row.dataset.who);
  }

  #fits(who) {
    if (this.#who === "everyone") return true;
    return groupOf(who) === this.#who;
  }

  // A request that was still open when it was first seen is asked for again until it has its answer.
  async look() {
    const oldest = Math.min(this.#after, ...[...this.#waiting.keys()].map((seq) => seq - 1));
    for (const entry of await levers.requests(oldest)) this.#put(entry);
    while (this.rows.children.length > SHOWN) this.rows.lastElementChild.remove();
  }

  #put(entry) {
    const known = this.#waiting.get(entry.seq);
    if (entry.seq <= this.#after && !known) return;
    if (known && entry.ms === null) return;
    const row = drawn(entry);
    row.hidden = !this.#fits(entry.who);
    if (known) known.replaceWith(row);
    else this.rows.prepend(row);
    if (entry.ms === null) this.#waiting.set(entry.seq, row);
    else this.#waiting.delete(entry.seq);
    this.#after = Math.max(this.#after, entry.seq);
  }
}

const groupOf = (who) => (who === "bot" ? "the bot" : who.startsWith("agent") ? "the agent" : "people");

function drawn(entry) {
  const { status, ms } = entry;
  const look = status === null ? "waiting" : status >= 400 ? "bad" : "good";
  const summary = h(
    "summary",
    {},
    h("span", { class: "request-time", text: seconds(entry.at) }),
    h("span", { class: `request-status ${look}`, text: status ?? "…" }),
    h("span", { class: "request-method", text: entry.method }),
    h("span", { class: "request-path", title: entry.path, text: short(entry.path) }),
    h("span", { class: "request-who", text: entry.who.replace("-client", "") }),
    h("span", { class: "request-ms", text: ms === null ? "open" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` }),
  );
  const place = h("div", { class: "request-bodies" });
  const details = h("details", {}, summary, place);
  details.addEventListener("toggle", () => details.open && !place.firstChild && place.append(...bodies(entry)));
  return h("li", { data: { who: entry.who } }, details);
}

function bodies({ path, fault, body, answer }) {
  const parts = [h("p", { class: "request-whole", text: path })];
  if (fault) parts.push(h("p", { class: "bad", text: `A fault struck: ${fault}` }));
  if (body !== null) parts.push(h("h3", { text: "Body" }), json(body));
  if (answer !== null) parts.push(h("h3", { text: "Answer" }), json(answer));
  return parts;
}

export const json = (value) => codeBlock(JSON.stringify(value, null, 2), "json");

// Without what every address begins with, long ids and tokens cut to what tells them apart.
const short = (path) =>
  path
    .replace(/^\/api\/v10/, "")
    .replace(/\d{17,20}/g, (id) => `…${id.slice(-4)}`)
    .replace(/\/[\w-]{60,}/g, "/…");
