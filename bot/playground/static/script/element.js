// The only way this page makes markup: elements from code, text as text. Nothing here takes HTML.

const SVG = "http://www.w3.org/2000/svg";

// `props`: `class`, `text`, `data` (dataset), `on` ({event: handler}), `style` (CSS properties); all else is an attribute.
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  element.append(...present(children));
  return element;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function set(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") element.className = value;
  else if (name === "text") element.textContent = value;
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "style") setStyle(element, value);
  else if (name === "on") listen(element, value);
  else element.setAttribute(name, value === true ? "" : value);
}

function setStyle(element, rules) {
  for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value);
}

function listen(element, handlers) {
  for (const [event, handler] of Object.entries(handlers)) if (handler) element.addEventListener(event, handler);
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

export function replace(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

// Calls `draw` at most once per frame, however often it is asked to.
export function eachFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
