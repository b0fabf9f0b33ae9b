// The bar over the text field: which message is answered or edited.

import { iconButton } from "../controls.js";
import { h, replace } from "../element.js";
import { displayName } from "../world/world.js";

export class Bar {
  about = null; // {kind: "reply"|"edit", message, ping}

  constructor(cancel) {
    this.cancel = cancel;
    this.element = h("div", { class: "composer-bar", hidden: true });
  }

  show(about) {
    this.about = about;
    this.element.hidden = !about;
    if (!about) return;
    const words = about.kind === "edit" ? editing() : [replying(about), pingSwitch(about)];
    replace(this.element, words, iconButton("close", "Cancel", this.cancel));
  }
}

const editing = () =>
  h("span", {}, "Editing your message ", h("span", { class: "soft", text: "Enter saves, Escape cancels" }));

const replying = ({ message }) => h("span", {}, "Replying to ", h("strong", { text: displayName(message.author) }));

// Whether the answered person is notified.
function pingSwitch(about) {
  const words = () => `@ ${about.ping ? "on" : "off"}`;
  const flip = () => {
    about.ping = !about.ping;
    button.setAttribute("aria-pressed", String(about.ping));
    button.textContent = words();
  };
  const looks = { type: "button", class: "ping", "aria-pressed": "true", title: "Whether they are notified" };
  const button = h("button", { ...looks, text: words(), on: { click: flip } });
  return button;
}
