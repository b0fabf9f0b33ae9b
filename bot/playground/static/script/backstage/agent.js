// What the agent's service streams to the bot, event by event, over all runs.

import { h } from "../element.js";
import { seconds } from "../words.js";
import { json } from "./requests.js";
import { levers } from "./levers.js";

const SHOWN = 400;

export class AgentTab {
  name = "agent";
  title = "Agent";
  #after = 0;
  #run = "";

  constructor() {
    this.rows = h("ol", { class: "agent-events" });
    this.element = h(
      "div",
      {},
      h("p", {
        class: "soft backstage-tools",
        text: "The stream of the agent's service, as the bot reads it. Newest at the top.",
      }),
      this.rows,
    );
  }

  async look() {
    for (const entry of await levers.agentEvents(this.#after)) this.#put(entry);
    while (this.rows.children.length > SHOWN) this.rows.lastElementChild.remove();
  }

  #put({ seq, at, run, event }) {
    if (run !== this.#run) this.rows.prepend(h("li", { class: "agent-run", text: `Run ${run}` }));
    this.#run = run;
    this.#after = seq;
    const place = h("div", { class: "request-bodies" });
    const details = h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "request-time", text: seconds(at) }),
        h("span", { class: "agent-kind", text: event.event_type }),
        h("span", { class: "request-path", text: gist(event) }),
      ),
      place,
    );
    details.addEventListener("toggle", () => details.open && !place.firstChild && place.append(json(event)));
    this.rows.prepend(h("li", {}, details));
  }
}

// The few words of an event that tell it from its neighbours.
function gist({ step, delta, interaction, error }) {
  if (error) return `${error.code}: ${error.message}`;
  if (step) return [step.type, step.name].filter(Boolean).join(" · ");
  if (delta)
    return [
      delta.type,
      delta.text ?? delta.content?.text ?? delta.arguments?.code ?? delta.arguments?.queries?.join(", ") ?? "",
    ]
      .filter(Boolean)
      .join(" · ")
      .slice(0, 160);
  return interaction?.status ?? "";
}
