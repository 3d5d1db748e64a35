// What the board and the console share about queues: levels and their shapes, durations, the order of gravity.
import { currentLanguage, number, say } from "/phrases.js";

export const levels = ["green", "yellow", "orange", "red", "stale", "unknown"];
const gravity = ["unknown", "green", "stale", "yellow", "orange", "red"];

// What is known no more is shown as such, whatever the level was.
export function shownLevel(gate) {
  return gate.stale && gate.level !== "unknown" ? "stale" : gate.level;
}

// The gravest first, then where one waits longest.
export function byGravity(a, b) {
  return gravity.indexOf(shownLevel(b)) - gravity.indexOf(shownLevel(a))
    || Number(b.flow === "stopped") - Number(a.flow === "stopped")
    || (b.waitSeconds ?? -1) - (a.waitSeconds ?? -1) || (b.vehiclesWaiting ?? -1) - (a.vehiclesWaiting ?? -1)
    || (a.gate < b.gate ? -1 : 1);
}

export const named = (gate) => (currentLanguage() === "vi" ? gate.nameVi : gate.name);

// Colour is never the only sign: each level has a shape of its own.
const outlines = {
  green: "M12 2a10 10 0 1 1 0 20a10 10 0 0 1 0-20z",
  yellow: "M12 2.5L22.8 21.5H1.2z",
  orange: "M12 .8L23.2 12L12 23.2L.8 12z",
  red: "M7.6 1.5h8.8L22.5 7.6v8.8L16.4 22.5H7.6L1.5 16.4V7.6z",
  stale: "M12 2a10 10 0 1 1 0 20a10 10 0 0 1 0-20z",
  unknown: "M3 3h18v18H3z",
};
const glyphs = {
  green: "M7 12.4l3.6 3.6L17 8.6",
  yellow: "M12 9.5v5.2M12 17.9v.4",
  orange: "M12 6.2v7.4M12 17.2v.4",
  red: "M7 12h10",
  stale: "M12 6.5V12l3.6 2.4",
  unknown: "M9.3 9.2c.3-3 5.5-3 5.5.2c0 2.2-2.8 2-2.8 4.4M12 17.2v.4",
};

const template = document.createElement("template");
template.innerHTML = "<svg></svg>";
const svgNamespace = template.content.firstChild.namespaceURI;

// An element of a drawing.
export function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function shape(level) {
  return drawn("svg", { viewBox: "0 0 24 24", class: `shape ${level}`, "aria-hidden": "true" },
    drawn("path", { class: "outline", d: outlines[level] }), drawn("path", { class: "glyph", d: glyphs[level] }));
}

// A duration as precise as it is useful: five minutes count less the longer one waits.
export function duration(seconds) {
  if (seconds < 30) return say("unit.under-minute");
  const step = seconds < 3600 ? 1 : seconds < 21600 ? 5 : seconds < 86400 ? 10 : 60;
  const minutes = Math.max(1, Math.round(seconds / 60 / step) * step);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60), minutes % 60];
  if (minutes >= 1440) {
    const values = { d: number(d, 0), h: number(h - d * 24, 0) };
    return say(h > d * 24 ? "unit.days-hours" : "unit.days", values);
  }
  return say(h ? (m ? "unit.hours-minutes" : "unit.hours") : "unit.minutes", { h: number(h, 0), m: number(m, 0) });
}

export const count = (value) => number(value, 0);

// A row of a list of gates: the shape and word of the level, the name, the wait and the vehicles.
export function gateRow(gate, href) {
  const level = shownLevel(gate);
  const link = make("a", `gate-row ${level}`);
  link.href = href;
  const facts = make("span", "facts");
  if (gate.waitSeconds !== null && level !== "unknown") facts.append(make("b", "", duration(gate.waitSeconds)));
  if (gate.vehiclesWaiting !== null && level !== "unknown") {
    facts.append(make("span", "", `${count(gate.vehiclesWaiting)} ${say("board.vehicles-unit")}`));
  }
  const names = make("span", "names");
  names.append(make("b", "", named(gate)), make("span", "level", say(`level.${level}`)));
  link.append(shape(level), names, facts);
  return link;
}

export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
