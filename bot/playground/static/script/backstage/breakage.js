// Things to break: the bot's life, its line, its limits; and how fast time and the scenes go.

import { h, replace } from "../element.js";
import { complain } from "../layers/toast.js";
import { levers } from "./levers.js";

const FAULTS = [
  {
    name: "429 storm",
    about: "The next 20 messages and edits of the bot are refused, for 2 s each",
    faults: [
      [
        { path: "/api/v10/channels/*/messages*", who: "bot", times: 20 },
        { status: 429, retry_after: 2 },
      ],
    ],
  },
  {
    name: "Cut the agent's stream",
    about: "The next stream breaks after 6 events",
    faults: [[{ path: "/v1*/interactions*", times: 1 }, { cut_stream_after_events: 6 }]],
  },
  { name: "Cut the gateway", about: "The bot's line to Discord breaks, once", faults: [[{}, { gateway_close: 1006 }]] },
  {
    name: "Slow Discord",
    about: "Everything the bot asks takes 1.5 s longer",
    faults: [[{ path: "/api/v10/*", who: "bot" }, { delay_s: 1.5 }]],
  },
  {
    name: "Discord's 500s",
    about: "The next 5 requests of the bot fail",
    faults: [[{ path: "/api/v10/*", who: "bot", times: 5 }, { status: 500 }]],
  },
  {
    name: "The agent is away",
    about: "The agent's service answers 503 until all is mended",
    faults: [[{ path: "/v1*" }, { status: 503 }]],
  },
];
const SPEEDS = [0.25, 0.5, 1, 2, 5, 10];
const LEAPS = [
  ["1 minute", 60],
  ["1 hour", 3600],
  ["1 day", 86_400],
];

export class BreakageTab {
  name = "breakage";
  title = "Break it";

  constructor() {
    this.bot = h("p", { class: "bot-state", role: "status" });
    this.kill = h("button", {
      type: "button",
      class: "button danger",
      text: "Kill the bot",
      on: { click: () => this.#pull(levers.moveBot("kill")) },
    });
    this.start = h("button", {
      type: "button",
      class: "button success",
      text: "Start the bot",
      on: { click: () => this.#pull(levers.moveBot("start")) },
    });
    this.active = h("ul", { class: "faults-active" });
    this.element = h(
      "div",
      { class: "breakage" },
      section("The bot", this.bot, h("div", { class: "row" }, this.kill, this.start)),
      section("Faults", this.#faults(), this.active, this.#mend()),
      section("The scripted agent's speed", this.#speed()),
      section(
        "Time",
        h("p", { class: "soft", text: "Lets everything that expires grow older at once." }),
        this.#leaps(),
      ),
    );
  }

  async look() {
    const [{ state, pid }, faults] = await Promise.all([levers.bot(), levers.faults()]);
    this.bot.textContent =
      {
        running: `Running, process ${pid}.`,
        stopped: "Stopped.",
        absent: "This playground runs without a bot of its own.",
      }[state] ?? state;
    this.kill.disabled = state !== "running";
    this.start.disabled = state !== "stopped";
    replace(
      this.active,
      faults.map(({ match, do: action }) =>
        h("li", {}, h("code", { text: `${JSON.stringify(match)} → ${JSON.stringify(action)}` })),
      ),
    );
  }

  #pull(asked) {
    asked.catch((wrong) => complain(wrong.message)).then(() => this.look());
  }

  #faults() {
    const button = ({ name, about, faults }) =>
      h(
        "button",
        {
          type: "button",
          class: "fault",
          on: { click: () => this.#pull(Promise.all(faults.map(([match, action]) => levers.addFault(match, action)))) },
        },
        h("strong", { text: name }),
        h("span", { class: "soft", text: about }),
      );
    return h("div", { class: "faults" }, FAULTS.map(button));
  }

  #mend = () =>
    h("button", {
      type: "button",
      class: "button secondary",
      text: "Mend everything",
      on: { click: () => this.#pull(levers.clearFaults()) },
    });

  #speed() {
    const shown = h("output", { text: "as it began" });
    const slider = h("input", {
      type: "range",
      min: "0",
      max: SPEEDS.length - 1,
      step: "1",
      "aria-label": "Speed of the scripted agent",
    });
    slider.value = "2";
    slider.addEventListener("change", () => {
      const factor = SPEEDS[Number(slider.value)];
      shown.textContent = `${factor} ×`;
      this.#pull(levers.speed(factor));
    });
    return h("label", { class: "speed" }, slider, shown);
  }

  #leaps = () =>
    h(
      "div",
      { class: "row" },
      LEAPS.map(([name, seconds]) =>
        h("button", {
          type: "button",
          class: "button secondary",
          text: `+ ${name}`,
          on: { click: () => this.#pull(levers.clock(seconds)) },
        }),
      ),
    );
}

const section = (title, ...inside) => h("section", {}, h("h3", { text: title }), inside);
