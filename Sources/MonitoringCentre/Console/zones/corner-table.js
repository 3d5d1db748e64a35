// A shape's corners as a table that can be edited: what the handles on the map do, for the keyboard.
import { button, make } from "/core/dom.js";
import { partsOf, withPart } from "/zones/zone-geometry.js";
import { number, say } from "/phrases.js";

// Rows that are shown; a longer shape is edited in a file.
const mostRows = 500;

export class CornerTable {
  constructor(put) {
    this.put = put;
  }

  show(feature) {
    this.feature = feature;
    const parts = partsOf(feature.geometry);
    const count = parts.reduce((sum, part) => sum + part.places.length, 0);
    const isOpen = this.element?.open ?? false;
    const content = count > mostRows ? make("p", { class: "quiet", text: say("zones.too-many", { count: number(count, 0) }) })
      : parts.map((part, index) => this.part(part, index, parts.length));
    this.element = make("details", { class: "corners", open: isOpen },
      make("summary", { text: say("zones.corners", { count: number(count, 0) }) }), content);
    return this.element;
  }

  part({ closed, places }, index, count) {
    const { feature } = this;
    const place = (corners) => this.put({ ...feature, geometry: withPart(feature.geometry, index, corners) });
    const isPoint = feature.geometry.type === "Point";
    const least = closed ? 3 : 2;
    const input = (at, axis) => make("input", {
      type: "number", step: "any", value: places[at][axis], required: true,
      "aria-label": `${say(axis ? "zones.latitude" : "zones.longitude")} ${at + 1}`, "data-axis": axis, "data-corner": at,
      onchange: (event) => {
        const value = Number(event.target.value);
        if (event.target.value !== "" && Number.isFinite(value)) {
          place(places.map((old, number) => (number !== at ? old : axis ? [old[0], value] : [value, old[1]])));
        }
      },
    });
    const rows = places.map((_, at) => make("tr", {}, make("td", { class: "number", text: at + 1 }),
      make("td", {}, input(at, 1)), make("td", {}, input(at, 0)),
      isPoint ? null : make("td", { class: "nowrap" },
        button(null, () => place(this.inserted(places, at, closed)), { icon: "plus", look: "bare insert", label: say("zones.insert", { number: at + 1 }) }),
        places.length > least ? button(null, () => place(places.filter((_, number) => number !== at)), {
          icon: "close", look: "bare", label: say("zones.delete-corner", { number: at + 1 }),
        }) : null)));
    return make("div", {}, count > 1 ? make("p", { class: "quiet small", text: say("zones.ring", { number: index + 1 }) }) : null,
      make("table", {}, make("thead", {}, make("tr", {}, ["zones.number", "zones.latitude", "zones.longitude"].map((phrase) =>
        make("th", { scope: "col", text: say(phrase) })), isPoint ? null : make("th", { scope: "col" }, make("span", { class: "unseen", text: say("zones.edit") })))),
      make("tbody", {}, rows)));
  }

  // A corner between this one and the next; behind the last of a line it goes on as far again.
  inserted(places, at, closed) {
    const next = places[at + 1] ?? (closed ? places[0] : null);
    const from = places[at];
    const between = next ? [(from[0] + next[0]) / 2, (from[1] + next[1]) / 2]
      : [from[0] + (from[0] - places[at - 1][0]) / 2, from[1] + (from[1] - places[at - 1][1]) / 2];
    return [...places.slice(0, at + 1), between, ...places.slice(at + 1)];
  }
}
