// Something small that floats beside what opened it, and goes away at Escape or a click elsewhere.

const GAP = 6,
  EDGE = 8;
let current = null;

// `side` is "below" or "above"; it turns over where there is no room.
export function popover(anchor, content, { side = "below", align = "start", onClose, focus = true } = {}) {
  closePopover();
  content.classList.add("popover");
  content.setAttribute("popover", "auto");
  const host = anchor.closest("dialog[open]") ?? document.body;
  const opener = document.activeElement;
  host.append(content);
  content.showPopover();
  place(anchor.getBoundingClientRect(), content, side, align);
  const closed = (event) => {
    if (event.newState !== "closed") return;
    const inside = content.contains(document.activeElement) || document.activeElement === document.body;
    content.remove();
    current = null;
    if (inside && opener?.isConnected) opener.focus();
    onClose?.();
  };
  content.addEventListener("toggle", closed);
  current = content;
  if (focus)
    (content.querySelector("[autofocus]") ?? content.querySelector("button, input, [tabindex='0']") ?? content).focus();
  return { close: () => content.isConnected && content.hidePopover() };
}

export function closePopover() {
  if (current?.isConnected) current.hidePopover();
}

function place(anchor, content, side, align) {
  const { width, height } = content.getBoundingClientRect();
  const below = anchor.bottom + GAP,
    above = anchor.top - GAP - height;
  const fitsBelow = below + height <= innerHeight - EDGE,
    fitsAbove = above >= EDGE;
  const top = side === "above" ? (fitsAbove || !fitsBelow ? above : below) : fitsBelow || !fitsAbove ? below : above;
  const left = align === "end" ? anchor.right - width : anchor.left;
  content.style.top = `${clamp(top, EDGE, Math.max(EDGE, innerHeight - height - EDGE))}px`;
  content.style.left = `${clamp(left, EDGE, Math.max(EDGE, innerWidth - width - EDGE))}px`;
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// A point on the screen as something to stand beside.
export const spot = (event) => ({
  getBoundingClientRect: () => new DOMRect(event.clientX, event.clientY, 0, 0),
  closest: (what) => event.target.closest(what),
});
