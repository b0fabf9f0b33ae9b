// The drawer for the curious: what happens behind the chat, and what can be broken there.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { AgentTab } from "./agent.js";
import { BreakageTab } from "./breakage.js";
import { BucketsTab } from "./buckets.js";
import { RequestsTab } from "./requests.js";
import { RulesTab } from "./rules.js";

const EVERY_MS = 700;

export class Backstage {
  #timer = 0;

  constructor(close) {
    this.tabs = [new RequestsTab(), new BucketsTab(), new AgentTab(), new RulesTab(), new BreakageTab()];
    this.bar = h("div", { class: "tabs", role: "tablist", "aria-label": "Backstage" });
    this.body = h("div", { class: "backstage-body", role: "tabpanel", id: "backstage-panel", tabindex: "0" });
    const shut = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close the backstage", on: { click: close } },
      icon("close"),
    );
    this.element = h(
      "aside",
      { class: "backstage", "aria-label": "Backstage", hidden: true },
      h("div", { class: "backstage-head" }, h("h2", { text: "Backstage" }), shut),
      this.bar,
      this.body,
    );
    this.bar.addEventListener("keydown", (event) => this.#steer(event));
    this.#choose(this.tabs[0]);
  }

  show(open) {
    this.element.hidden = !open;
    clearInterval(this.#timer);
    if (!open) return;
    this.#look();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  #choose(tab) {
    this.current = tab;
    replace(
      this.bar,
      this.tabs.map((one) => this.#tabButton(one)),
    );
    this.body.setAttribute("aria-labelledby", `tab-${tab.name}`);
    replace(this.body, tab.element);
    this.#look();
  }

  #tabButton(tab) {
    const chosen = tab === this.current;
    return h("button", {
      type: "button",
      role: "tab",
      id: `tab-${tab.name}`,
      class: `tab${chosen ? " current" : ""}`,
      "aria-selected": String(chosen),
      "aria-controls": "backstage-panel",
      tabindex: chosen ? "0" : "-1",
      text: tab.title,
      on: { click: () => this.#choose(tab) },
    });
  }

  #steer(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (!(event.key in steps)) return;
    const at = this.tabs.indexOf(this.current) + steps[event.key];
    this.#choose(this.tabs[(at + this.tabs.length) % this.tabs.length]);
    this.bar.querySelector(".current").focus();
  }

  async #look() {
    if (this.element.hidden || document.visibilityState === "hidden") return;
    await this.current.look().catch(() => null); // a lever that is away for a moment is asked again
  }
}
