// Pictures in messages: at their own proportions, covered when they are spoilers, larger at a click.
// Only the playground's own files are loaded; what lies elsewhere is named and linked.

import { hostOf, ownFile, webAddress } from "../addresses.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { link } from "../markdown/links.js";
import { covered } from "./covers.js";

const WIDEST = 550,
  HIGHEST = 380; // pixels of a picture that stands alone

// `media` has url, width, height, content_type and perhaps description; `siblings` are shown in the same lightbox.
export function picture(
  media,
  scene,
  { look = "", spoiler = false, siblings = [media], alt = media.description ?? "" } = {},
) {
  const address = ownFile(media.url);
  if (!address) return webAddress(media.url) ? elsewhere(media, look) : null;
  if (media.content_type?.startsWith("video/"))
    return h("video", {
      class: `picture ${look}`,
      src: address,
      controls: true,
      preload: "metadata",
      "aria-label": alt || "Video",
    });
  const open = () => scene.desk.openPictures(siblings, media);
  const button = h(
    "button",
    {
      type: "button",
      class: `picture ${look}`,
      "aria-label": `Picture: ${alt || nameOf(media)}. Open it large.`,
      on: { click: open },
    },
    image(media, address, alt),
  );
  return spoiler ? covered(button) : button;
}

// Several of them as Discord lays them out: one large, two abreast, three as one and two, then rows of two and three.
export const mosaic = (pictures) => h("div", { class: `pictures pictures-${Math.min(pictures.length, 10)}` }, pictures);

function image(media, address, alt) {
  const about = { src: address, alt, loading: "lazy", decoding: "async", width: media.width, height: media.height };
  const shown = h("img", about);
  if (media.width && media.height) reserve(shown, media);
  shown.addEventListener("error", () => {
    shown.dispatchEvent(new Event("gone", { bubbles: true }));
    shown.replaceWith(h("span", { class: "broken", text: "This picture is no longer here." }));
  });
  return shown;
}

// Its place is as large before it is loaded as after, so that nothing jumps.
function reserve(shown, { width, height }) {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  shown.style.setProperty("--own-width", `${Math.max(1, Math.round(width * scale))}px`);
  shown.style.aspectRatio = `${width} / ${height}`;
}

// A message drawn anew has new addresses for the same pictures: those that are loaded stay.
export function keepPictures(old, row) {
  const loaded = new Map();
  for (const shown of old.querySelectorAll("img"))
    if (shown.complete && shown.naturalWidth) loaded.set(pathOf(shown), shown);
  for (const fresh of row.querySelectorAll("img")) {
    const kept = loaded.get(pathOf(fresh));
    if (!kept) continue;
    loaded.delete(pathOf(fresh));
    kept.alt = fresh.alt;
    fresh.replaceWith(kept);
  }
}

const pathOf = (shown) => new URL(shown.src).pathname;

export const nameOf = (media) =>
  media.filename ?? decodeURIComponent(webAddress(media.url)?.pathname.split("/").at(-1) ?? "picture");

const elsewhere = (media, look) =>
  h("p", { class: `elsewhere ${look}` }, icon("open"), link(media.url, `Picture at ${hostOf(media.url)}`));
