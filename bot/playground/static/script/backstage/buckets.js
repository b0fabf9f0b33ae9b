// Discord's rate limits as the bot uses them up: full is free, empty means waiting.

import { h, replace } from "../element.js";
import { levers } from "./levers.js";

export class BucketsTab {
  name = "buckets";
  title = "Buckets";

  constructor() {
    this.rows = h("ul", { class: "buckets" });
    this.element = h(
      "div",
      {},
      h("p", {
        class: "soft backstage-tools",
        text: "How much of each rate limit the bot has left. Every bucket fills up again when its time is over.",
      }),
      this.rows,
    );
  }

  async look() {
    const buckets = await levers.buckets();
    buckets.sort((a, b) => b.resets_at - a.resets_at);
    replace(
      this.rows,
      buckets.length
        ? buckets.slice(0, 60).map(drawn)
        : h("li", { class: "soft", text: "The bot has asked for nothing yet." }),
    );
  }
}

function drawn({ key, route, limit, remaining, resets_at: resetsAt }) {
  const left = Math.max(0, resetsAt - Date.now() / 1000);
  const share = limit ? remaining / limit : 1;
  const look = share === 0 ? "empty" : share < 0.5 ? "low" : "";
  const bar = h(
    "span",
    {
      class: `bucket-bar ${look}`,
      role: "meter",
      "aria-label": key,
      "aria-valuemin": "0",
      "aria-valuemax": limit,
      "aria-valuenow": remaining,
    },
    h("span", { style: { width: `${share * 100}%` } }),
  );
  return h(
    "li",
    { class: "bucket" },
    h("span", { class: "bucket-key", title: key, text: key.replace(/\d{17,20}/g, (id) => `…${id.slice(-4)}`) }),
    h("span", {
      class: "bucket-left",
      text: `${remaining} of ${limit}${left > 0 ? `, full in ${left.toFixed(1)} s` : ""}`,
    }),
    bar,
    h("span", { class: "soft bucket-route", text: route }),
  );
}
