// Attachments: pictures in a grid, sound and video to play, everything else by name and size.

import { ownFile } from "../addresses.js";
import { h } from "../element.js";
import { icon } from "../icons.js";
import { codeBlock } from "../markdown/code.js";
import { size } from "../words.js";
import { mosaic, picture } from "./pictures.js";

const SPOILER = 1 << 3;
const PREVIEWED = 64 * 1024; // bytes
const TEXTS = /\.(txt|md|csv|json|log|py|js|ts|html|css|xml|ya?ml|toml|sh|sql|rs|go|c|h|cpp|java|diff|ini)$/i;

export function attachments(list, scene) {
  if (!list.length) return null;
  const shown = list.filter(isPicture),
    rest = list.filter((file) => !isPicture(file));
  return h(
    "div",
    { class: "attachments" },
    shown.length ? grid(shown, scene) : null,
    rest.map((file) => drawn(file)),
  );
}

// Only what the service has measured is a picture, whatever a file's name claims.
const isPicture = (file) => Boolean(file.width) && /^image\/(?!svg)/.test(file.content_type ?? "");
const isSpoiler = (file) => Boolean((file.flags ?? 0) & SPOILER);

function grid(files, scene) {
  const pictures = files.map((file) =>
    picture(file, scene, { spoiler: isSpoiler(file), siblings: files, alt: file.description ?? file.filename }),
  );
  return mosaic(pictures);
}

function drawn(file) {
  const address = ownFile(file.url);
  if (address && file.content_type?.startsWith("video/"))
    return h("video", {
      class: "video",
      src: address,
      controls: true,
      preload: "metadata",
      "aria-label": file.filename,
    });
  if (address && file.content_type?.startsWith("audio/"))
    return h(
      "div",
      { class: "file" },
      fileHead(file, address),
      h("audio", { src: address, controls: true, preload: "metadata", "aria-label": file.filename }),
    );
  return fileBox(file);
}

// A file with its name, size and a way to have it; small texts can be read in place.
export function fileBox(file) {
  const address = ownFile(file.url);
  const box = h("div", { class: "file" }, fileHead(file, address));
  if (address && TEXTS.test(file.filename) && file.size <= PREVIEWED) box.append(preview(file, address));
  return box;
}

function fileHead(file, address) {
  const name = address
    ? h("a", { class: "file-name", href: address, download: file.filename, text: file.filename })
    : h("span", { class: "file-name", text: file.filename });
  const save =
    address &&
    h(
      "a",
      { class: "icon-button", href: address, download: file.filename, "aria-label": `Download ${file.filename}` },
      icon("download"),
    );
  return h(
    "div",
    { class: "file-head" },
    icon("file"),
    h("div", { class: "file-about" }, name, h("span", { class: "file-size", text: size(file.size ?? 0) })),
    save,
  );
}

function preview(file, address) {
  const place = h("div", { class: "file-preview" });
  const details = h("details", { class: "file-details" }, h("summary", { text: "Read it here" }), place);
  details.addEventListener("toggle", async () => {
    if (!details.open || place.firstChild) return;
    const text = await fetch(address).then(
      (answer) => answer.text(),
      () => "It could not be loaded.",
    );
    place.append(codeBlock(text.slice(0, PREVIEWED), file.filename.split(".").at(-1).toLowerCase()));
  });
  return details;
}
