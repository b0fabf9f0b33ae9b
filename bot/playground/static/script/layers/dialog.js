// A dialog over everything: the browser keeps the focus inside and closes it at Escape.

import { h } from "../element.js";
import { icon } from "../icons.js";

export function openDialog(title, inside, { look = "", onClose } = {}) {
  const id = `dialog-${Math.random().toString(36).slice(2)}`;
  const close = h(
    "button",
    { type: "button", class: "icon-button dialog-close", "aria-label": "Close" },
    icon("close"),
  );
  const dialog = h(
    "dialog",
    { class: `dialog ${look}`, "aria-labelledby": id },
    h("header", { class: "dialog-head" }, h("h2", { id, text: title }), close),
    inside,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Resolves to true when the person agrees.
export function confirmed(title, words, verb) {
  return new Promise((resolve) => {
    const agree = h("button", { type: "button", class: "button danger", text: verb });
    const cancel = h("button", { type: "button", class: "button secondary", text: "Cancel" });
    const dialog = openDialog(title, [h("p", { text: words }), h("div", { class: "dialog-foot" }, cancel, agree)], {
      look: "small",
      onClose: () => resolve(false),
    });
    agree.addEventListener("click", () => {
      resolve(true);
      dialog.close();
    });
    cancel.addEventListener("click", () => dialog.close());
    agree.focus();
  });
}
