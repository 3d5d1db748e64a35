// A badge at each border gate: the shape of its level and how many wait.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { count, named, shape, shownLevel } from "/levels.js";
import { say } from "/phrases.js";

export class GateBadges {
  constructor(base, store, onGate) {
    this.base = base;
    this.store = store;
    this.onGate = onGate;
    this.markers = new Map();
    this.places = new Map();
    this.isShown = true;
    this.stop = store.on("congestion", () => this.renderSoon());
    this.load();
  }

  async load() {
    try {
      const { items } = await call("GET", "/v1/facilities");
      for (const { code, position } of items) if (position) this.places.set(code, position);
    } catch {
      // Without places there are no badges; the list of gates has them all.
    }
    this.render();
  }

  show(isShown) {
    this.isShown = isShown;
    this.render();
  }

  renderSoon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.render();
    }, 1000);
  }

  render() {
    const { L, map } = this.base;
    for (const gate of this.isShown ? this.store.gates.values() : []) {
      const place = this.places.get(gate.gate);
      if (!place) continue;
      const level = shownLevel(gate);
      const text = level === "unknown" || gate.vehiclesWaiting === null ? "" : count(gate.vehiclesWaiting);
      const waiting = text ? `${text} ${say("board.vehicles-unit")}` : "";
      const title = [named(gate), say(`level.${level}`), waiting].filter(Boolean).join(" · ");
      const known = this.markers.get(gate.gate);
      if (known?.title === title) continue;
      known?.marker.remove();
      const badge = make("span", { class: `gate-badge ${level}` }, shape(level), text ? make("b", { text }) : null);
      const icon = L.divIcon({ html: badge, className: "gate-badge-place", iconSize: null });
      const marker = L.marker([place.lat, place.lon], { icon, title, alt: title, keyboard: true, riseOnHover: true }).addTo(map);
      marker.getElement()?.setAttribute("aria-label", title);
      marker.getElement()?.setAttribute("role", "button");
      marker.on("click keypress", (event) => {
        if (event.type === "click" || event.originalEvent?.key === "Enter") this.onGate(gate.gate);
      });
      this.markers.set(gate.gate, { marker, title });
    }
    if (this.isShown) return;
    for (const { marker } of this.markers.values()) marker.remove();
    this.markers.clear();
  }

  retranslate() {
    this.render();
  }
}
