// What a message may link to: web pages, and the playground's own files. Everything else is shown as text.

// The address when it is http or https, otherwise null.
export function webAddress(text) {
  try {
    const url = new URL(String(text));
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

// The playground's own file as a path of this origin (under whichever name this page was opened), otherwise null.
export function ownFile(text) {
  const url = webAddress(text);
  if (!url || !LOOPBACK.has(url.hostname) || !url.pathname.startsWith("/cdn/")) return null;
  return url.pathname + url.search;
}

export const hostOf = (text) => webAddress(text)?.host ?? "";
