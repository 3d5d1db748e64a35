// Light or dark, as the system has it or as the officer chose; and the colours of the style sheets for drawings.

const modes = ["auto", "light", "dark"];
const listeners = new Set();
const known = new Map();
let mode = modes.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";

function apply() {
  if (mode === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = mode;
  known.clear();
  for (const listener of listeners) listener();
}

export const theme = () => mode;

export function nextTheme() {
  mode = modes[(modes.indexOf(mode) + 1) % modes.length];
  localStorage.setItem("theme", mode);
  apply();
}

// Tells when the colours have changed; answers how to stop telling.
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// What a colour of the style sheets is now, as `rgb(…)`, for a canvas: `colour("critical")`.
export function colour(name) {
  if (!known.has(name)) {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    known.set(name, getComputedStyle(probe).color);
    probe.remove();
  }
  return known.get(name);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
apply();
