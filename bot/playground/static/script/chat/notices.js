// What would have rung on this person's telephone, newest first: the place to judge how noisy a bot is.

import { quietLink } from "../controls.js";
import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { popover } from "../layers/popover.js";
import { plainWords } from "../markdown/drawing.js";
import { count, relative } from "../words.js";
import { cardText } from "./origins.js";

export function openNotices(anchor, scene) {
  const { reading } = scene.account;
  const box = h("div", { class: "notices", role: "dialog", "aria-label": "Notifications" });
  const layer = { close: () => null };
  const draw = () =>
    replace(
      box,
      head(reading, draw),
      reading.notices.length
        ? h(
            "ul",
            {},
            reading.notices.map((notice) => row(notice, scene, layer)),
          )
        : h("p", { class: "soft", text: "Nothing has rung so far." }),
      foot(reading),
    );
  draw();
  Object.assign(layer, popover(anchor, box, { align: "end" }));
  reading.looked();
}

function head(reading, draw) {
  const clear = quietLink("Clear", () => {
    reading.clear();
    draw();
  });
  return h("div", { class: "notices-head" }, h("h2", { text: "What would have rung" }), clear);
}

function row({ message, why, at }, scene, layer) {
  const open = () => {
    layer.close();
    scene.desk.jump(message);
  };
  const words = plainWords(
    (message.content || cardText(message.components ?? []) || "(no words)").slice(0, 160),
    scene,
  );
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "notice", on: { click: open } },
      icon("bell"),
      h(
        "span",
        { class: "notice-words" },
        h("span", {}, h("strong", { text: scene.authorName(message) }), ` · ${scene.channelOf(message.channel_id)}`),
        h("span", { class: "notice-text", text: words }),
        h("span", { class: "soft", text: `${why}, ${relative(at)}` }),
      ),
    ),
  );
}

function foot(reading) {
  const box = h("input", { type: "checkbox", checked: reading.level === "all" });
  box.addEventListener("change", () => (reading.level = box.checked ? "all" : "mentions"));
  return h(
    "div",
    { class: "notices-foot" },
    h("p", { class: "soft" }, icon("quiet"), `${count(reading.quiet, "message")} came without a sound.`),
    h("label", { class: "tick" }, box, h("span", { text: "As if this person had chosen “all messages”" })),
  );
}
