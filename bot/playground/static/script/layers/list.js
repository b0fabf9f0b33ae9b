// A list to pick one or several from, by mouse, arrows or typing.

import { h, replace } from "../element.js";
import { icon } from "../icons.js";
import { popover } from "./popover.js";

const SEARCHED = 8; // longer lists get a box to search in

// `done(values)` is called once, when the choice is made; closing without one calls nothing.
export function openList(anchor, { options, chosen, least, most, label }, done) {
  const state = { options, chosen: [...chosen], least, most, shown: options, at: 0 };
  const rows = h("div", {
    class: "list-rows",
    role: "listbox",
    "aria-multiselectable": most > 1 ? "true" : null,
    "aria-label": label,
    tabindex: "0",
  });
  const search =
    options.length > SEARCHED
      ? h("input", { class: "list-search", type: "search", placeholder: "Search", "aria-label": "Search the choices" })
      : null;
  const finish = h("button", { type: "button", class: "button primary list-done", text: "Done" });
  const box = h("div", { class: "list" }, search, rows, most > 1 || least === 0 ? finish : null);
  const layer = { close: () => null };
  const send = () => {
    if (state.chosen.length < least) return;
    layer.close();
    done(state.chosen);
  };
  const pick = (option) => {
    toggle(state, option.value);
    if (most === 1 && state.chosen.length) send();
    else draw(rows, state, pick, finish);
  };
  search?.addEventListener("input", () => {
    state.shown = options.filter((option) => option.label.toLowerCase().includes(search.value.trim().toLowerCase()));
    state.at = 0;
    draw(rows, state, pick, finish);
  });
  finish.addEventListener("click", send);
  box.addEventListener("keydown", (event) => steer(event, state, rows, pick, finish));
  draw(rows, state, pick, finish);
  Object.assign(layer, popover(anchor, box, {}));
  (search ?? rows).focus();
}

function toggle(state, value) {
  if (state.chosen.includes(value)) state.chosen = state.chosen.filter((one) => one !== value);
  else state.chosen = state.most === 1 ? [value] : [...state.chosen, value].slice(-state.most);
}

function draw(rows, state, pick, finish) {
  replace(
    rows,
    state.shown.map((option, at) => row(option, state, at, pick)),
    state.shown.length ? null : h("p", { class: "list-empty", text: "Nothing fits." }),
  );
  finish.disabled = state.chosen.length < state.least;
  const active = rows.children[state.at];
  if (state.shown.length) rows.setAttribute("aria-activedescendant", active.id);
  active?.scrollIntoView({ block: "nearest" });
}

function row(option, state, at, pick) {
  const picked = state.chosen.includes(option.value);
  const element = h(
    "div",
    {
      class: `list-row${at === state.at ? " active" : ""}`,
      role: "option",
      id: `choice-${at}`,
      "aria-selected": String(picked),
      data: { value: option.value },
    },
    option.drawing?.cloneNode(true),
    option.mark && h("span", { class: "emoji", text: option.mark }),
    h(
      "span",
      { class: "list-words" },
      h("span", { text: option.label }),
      option.description && h("span", { class: "list-about", text: option.description }),
    ),
    picked ? icon("check") : null,
  );
  element.addEventListener("click", () => {
    state.at = at;
    pick(option);
  });
  return element;
}

function steer(event, state, rows, pick, finish) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && state.shown.length) {
    event.preventDefault();
    state.at = (state.at + steps[event.key] + state.shown.length) % state.shown.length;
    draw(rows, state, pick, finish);
  } else if (event.key === "Enter" && event.target !== finish && state.shown[state.at]) {
    event.preventDefault();
    pick(state.shown[state.at]);
  } else if (event.key === " " && event.target === rows && state.shown[state.at]) {
    event.preventDefault();
    pick(state.shown[state.at]);
  }
}
