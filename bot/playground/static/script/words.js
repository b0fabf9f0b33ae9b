// Sizes, times and counts as people read them.

const UNITS = ["bytes", "KB", "MB", "GB"];

export function size(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return step === 0
    ? `${bytes} ${bytes === 1 ? "byte" : "bytes"}`
    : `${value.toFixed(value < 10 ? 2 : 1)} ${UNITS[step]}`;
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

export const clock = (date) => CLOCK.format(date);
export const seconds = (epoch) => SECONDS.format(new Date(epoch * 1000));
export const day = (date) => DAY.format(date);
export const whole = (date) => WHOLE.format(date);

export function moment(date) {
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  if (days === 0) return clock(date);
  return days === 1 ? `Yesterday at ${clock(date)}` : `${SHORT_DAY.format(date)} ${clock(date)}`;
}

const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

// `3 minutes ago`, `in 2 hours`; `at` and `now` in milliseconds.
export function relative(at, now = Date.now()) {
  const seconds = Math.round((at - now) / 1000);
  const [unit, length] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS.at(-1);
  return RELATIVE.format(Math.trunc(seconds / length), unit);
}
