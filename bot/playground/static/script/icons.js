// Small drawings, in strokes of the text's colour.

import { svg } from "./element.js";

const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4.500 9h16M3.500 15h16",
  restricted: "M8 4 6 20M14 4l-2 16M3.500 9h9.500M2.500 15h14M18.500 3.500v5M18.500 12v.010",
  thread: "M5 5h14M5 10h9M5 15v2a3 3 0 0 0 3 3h4M13 16h6M16 13v6",
  forum: "M4 5h12v8H9l-3 3v-3H4zM9 16v1.500h7l3 2.500v-2.500h1.500V9H19",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM16 12v1.500a2.500 2.500 0 0 0 5 0V12a9 9 0 1 0-4 7.500",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10 21h4",
  quiet: "M6 17V11a6 6 0 0 1 9-5.200M18 11v6l1.500 1.500H8M10 21h4M4 4l16 16",
  menu: "M4 6h16M4 12h16M4 18h16",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  smile: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.500v.500M15 9.500v.500M8.500 14.500a4.500 4.500 0 0 0 7 0",
  send: "M4 12 20 4l-5 16-4-7z",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  pencil: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  download: "M12 4v11M7 10l5 5 5-5M5 20h14",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  chevron: "M7 10l5 5 5-5",
  right: "M10 7l5 5-5 5",
  left: "M14 7l-5 5 5 5",
  check: "M5 13l4 4L19 7",
  slash: "M9 20 15 4M4 4h16v16H4z",
  gauge: "M4 18a9 9 0 1 1 16 0M12 15l4-5",
  flask: "M9 3h6M10 3v6L5 19a1.500 1.500 0 0 0 1.500 2h11A1.500 1.500 0 0 0 19 19l-5-10V3M8 14h8",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  people:
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500a6.500 6.500 0 0 1 3.500 5.500",
  archive: "M4 5h16v4H4zM5 9v10h14V9M10 13h4",
  open: "M13 5h6v6M19 5l-8 8M17 14v5H5V7h5",
  spark: "M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2z",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
};

export function icon(name, label) {
  const about = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  const drawing = svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, ...about });
  drawing.append(svg("path", { d: PATHS[name] }));
  return drawing;
}
