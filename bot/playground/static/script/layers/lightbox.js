// Pictures at their full size, one after another.

import { ownFile } from "../addresses.js";
import { nameOf } from "../chat/pictures.js";
import { iconButton } from "../controls.js";
import { h, replace } from "../element.js";

export function openPictures(pictures, first) {
  const shown = pictures.filter((media) => ownFile(media.url));
  let at = Math.max(
    0,
    shown.findIndex((media) => media.url === first.url),
  );
  const stage = h("div", { class: "lightbox-stage" });
  const dialog = h("dialog", { class: "lightbox", "aria-label": "Picture" }, stage);
  const step = (by) => {
    at = (at + by + shown.length) % shown.length;
    replace(
      stage,
      drawn(shown[at]),
      shown.length > 1
        ? h("p", { class: "lightbox-count", "aria-live": "polite", text: `${at + 1} of ${shown.length}` })
        : null,
    );
  };
  if (shown.length > 1)
    dialog.append(
      iconButton("left", "The picture before", () => step(-1), { look: "lightbox-before" }),
      iconButton("right", "The next picture", () => step(1), { look: "lightbox-next" }),
    );
  dialog.append(iconButton("close", "Close", () => dialog.close(), { look: "lightbox-close", autofocus: true }));
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  });
  dialog.addEventListener("click", (event) => (event.target === dialog || event.target === stage) && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  step(0);
  dialog.showModal();
}

function drawn(media) {
  const address = ownFile(media.url);
  const about = { src: address, alt: media.description ?? nameOf(media), width: media.width, height: media.height };
  const words = [media.description ?? nameOf(media), media.width && `${media.width} × ${media.height}`]
    .filter(Boolean)
    .join(" · ");
  return h(
    "figure",
    {},
    h("img", about),
    h(
      "figcaption",
      {},
      words,
      " · ",
      h("a", { href: address, target: "_blank", rel: "noopener noreferrer", text: "Open the original" }),
    ),
  );
}
