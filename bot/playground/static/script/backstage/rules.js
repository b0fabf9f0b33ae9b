// Every rule of Discord's or the agent's that the bot broke, by name.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { levers } from "./levers.js";

export class RulesTab {
  name = "rules";
  title = "Rules";

  constructor() {
    this.rows = h("ul", { class: "violations" });
    this.element = h(
      "div",
      {},
      h("p", {
        class: "soft backstage-tools",
        text: "What Discord or the agent's service would have refused, and what this page's own server got wrong.",
      }),
      this.rows,
    );
  }

  async look() {
    const found = await levers.violations();
    this.title = found.length ? `Rules (${found.length})` : "Rules";
    const rows = found
      .toReversed()
      .map(({ rule, detail, seq }) =>
        h(
          "li",
          { class: "violation" },
          h("strong", { text: rule }),
          seq ? h("span", { class: "soft", text: ` request ${seq}` }) : null,
          h("p", { text: detail }),
        ),
      );
    replace(this.rows, rows.length ? rows : h("li", { class: "all-well" }, icon("check"), "No rule was broken."));
  }
}
