// A link out of the playground: in a tab of its own, without telling where it came from.

import { ownFile, webAddress } from "../addresses.js";
import { h } from "../element.js";

export function link(address, inside, title) {
  const url = webAddress(address);
  if (!url) return h("span", {}, inside);
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
