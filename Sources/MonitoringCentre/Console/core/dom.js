// Elements and icons: every page makes its parts with these few.
import { say } from "/phrases.js";

export const byId = (id) => document.getElementById(id);

// An element with its properties and children. `class`, `text`, `data-…`, `aria-…`, `role` and `for` are attributes, names that
// begin with `on` are listeners, everything else is a property; children that are null, undefined or false are left out.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (/^(data|aria)-|^(role|for|list|colspan|scope)$/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// A list of names and values, without those that have none.
export function facts(pairs) {
  const list = make("dl", { class: "facts" });
  for (const [name, value] of pairs) {
    if (value === undefined || value === null || value === "") continue;
    list.append(make("dt", { text: name }), make("dd", {}, value));
  }
  return list;
}

// A button with a phrase and perhaps an icon; `onclick` may be async: the button rests until it is done.
export function button(phrase, onclick, { icon: name, look = "", label } = {}) {
  const element = make(
    "button", { type: "button", class: look, "aria-label": label }, name ? icon(name) : null, phrase ? say(phrase) : null);
  if (label) element.title = label;
  element.addEventListener("click", async (event) => {
    event.stopPropagation();
    element.disabled = true;
    try {
      await onclick(event);
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

// A labelled control of a form.
export function field(phrase, control, { wide = false, hint } = {}) {
  return make("label", { class: wide ? "field wide" : "field" }, make("span", { text: say(phrase) }), control,
    hint ? make("small", { class: "quiet", text: say(hint) }) : null);
}

const svg = new DOMParser().parseFromString("<svg/>", "text/html").body.firstChild.namespaceURI;

// An element of a drawing.
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svg, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const paths = {
  map: "M9 4 3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2.2 2.2 0 0 0 4 0",
  "bell-off": "M6 16V11a6 6 0 0 1 9.5-4.9M18 11v5l1.5 2H8M10 20.5a2.2 2.2 0 0 0 4 0M3 3l18 18",
  container: "M3 7h18v11H3zM7 7v11M11 7v11M15 7v11M19 7v11",
  transit: "M2 16h12V6H2zM14 10h4l4 4v2h-8M6.5 19.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17.5 19.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  facility: "M3 21h18M5 21V9l7-5 7 5v12M9 21v-6h6v6",
  gate: "M4 21V6M20 21V6M4 9h16M4 6h16M8 9v12M16 9v12M12 9v12",
  order: "M6 3h9l4 4v14H6zM15 3v4h4M12.5 11v6M9.5 14h6",
  zone: "M4 7l7-4 9 5-2 10-10 3-5-7zM11 3l-3 18",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20c0-4 2.5-6 6-6s6 2 6 6M16 4.5a3.2 3.2 0 0 1 0 6M17 14c2.7.5 4 2.5 4 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M20 20l-4.9-4.9",
  sun: "M12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.6 17.600L19 19M19 5l-1.4 1.400M6.4 17.600L5 19",
  close: "M6 6l12 12M18 6L6 18",
  check: "M4.5 12.500l5 5 10-11",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 21c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7",
  comment: "M4 5h16v11H10l-5 4v-4H4z",
  play: "M7 4.500v15l12-7.500z",
  pause: "M8 5v14M16 5v14",
  download: "M12 4v11M7.5 11l4.5 4.5 4.5-4.500M4.5 20h15",
  print: "M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z",
  edit: "M4 20l1-4.500L16.5 4l3.5 3.500L8.5 19zM14 6.500l3.5 3.5",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13.500h8L17 7M10.5 11v6M13.5 11v6",
  plus: "M12 5v14M5 12h14",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.7 1.7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.7-1.7",
  target: "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14M12 2v4M12 18v4M2 12h4M18 12h4",
  layers: "M12 4l9 5-9 5-9-5zM3.5 13.500L12 18l8.5-4.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
  lock: "M6 11h12v9.500H6zM8.5 11V7.500a3.5 3.5 0 0 1 7 0V11",
};

export function icon(name) {
  return draw("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, draw("path", { d: paths[name] ?? "" }));
}
