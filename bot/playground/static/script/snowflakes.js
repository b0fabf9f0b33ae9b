// Discord's ids: numbers as text, which rise with time.

const EPOCH_MS = 1420070400000;
let last = 0;

// Negative when `a` is older than `b`.
export function compare(a, b) {
  const [one, other] = [a ?? "0", b ?? "0"];
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

export const newer = (a, b) => compare(a, b) > 0;
export const timeOf = (id) => Number(BigInt(id) >> 22n) + EPOCH_MS;

// Of this page alone, never the same twice.
export function nonce() {
  last = Math.max(last + 1, Date.now() * 1000);
  return String(last);
}
