// A link out of the playground: in a tab of its own, without telling where it came from. What leads to a channel or
// a message of the chat stays in the page.

import { ownFile, webAddress } from "../addresses.js";
import { h } from "../element.js";
import { hashOf, placeOf } from "../places.js";

export function link(address, inside, title) {
  const url = webAddress(address);
  if (!url) return h("span", {}, inside);
  const place = placeOf(address);
  if (place) return h("a", { href: hashOf(place), title: title ?? url.href }, inside);
  return h(
    "a",
    {
      href: ownFile(address) ?? url.href,
      target: "_blank",
      rel: "noopener noreferrer nofollow",
      title: title ?? url.href,
    },
    inside,
  );
}
