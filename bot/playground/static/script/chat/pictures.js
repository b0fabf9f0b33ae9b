// Pictures in messages: at their own proportions, covered when they are spoilers, larger at a click.
// Only the playground's own files are loaded; what lies elsewhere is named and linked.

import { hostOf, ownFile, webAddress } from "../addresses.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { link } from "../markdown/links.js";

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

function image(media, address, alt) {
  const shown = h("img", {
    src: address,
    alt,
    loading: "lazy",
    decoding: "async",
    width: media.width,
    height: media.height,
  });
  if (media.width && media.height) shown.style.aspectRatio = `${media.width} / ${media.height}`;
  shown.addEventListener("error", () =>
    shown.replaceWith(h("span", { class: "broken", text: "This picture is no longer here." })),
  );
  return shown;
}

export const nameOf = (media) =>
  media.filename ?? decodeURIComponent(webAddress(media.url)?.pathname.split("/").at(-1) ?? "picture");

const elsewhere = (media, look) =>
  h("p", { class: `elsewhere ${look}` }, icon("open"), link(media.url, `Picture at ${hostOf(media.url)}`));

function covered(button) {
  const box = h("div", { class: "covered" }, button);
  const cover = h("button", {
    type: "button",
    class: "cover",
    "aria-label": "Spoiler: show",
    text: "Spoiler",
    on: {
      click: () => {
        cover.remove();
        box.classList.remove("covered");
      },
    },
  });
  box.append(cover);
  return box;
}
