// What of the seals and layers the map shows, and what its signs mean.
import { drawSymbol } from "/live/symbols.js";
import { severities, states } from "/live/seal-index.js";
import { field, icon, make } from "/core/dom.js";
import { shape } from "/levels.js";
import { number, say } from "/phrases.js";

const severityNames = ["none", ...severities];
export const everything = { states: [...states], severities: [...severityNames], transit: "", text: "" };
const everyLayer = { seals: true, zones: true, routes: true, gates: true };

export class LiveFilters {
  constructor(kept, onChange) {
    this.values = { ...everything, ...kept?.values };
    this.layers = { ...everyLayer, ...kept?.layers };
    this.onChange = onChange;
    this.element = make("div", { class: "live-filters" });
    this.counted = make("span", { class: "live-counted", role: "status" });
    this.render();
  }

  render() {
    const opener = (name, glyph, phrase, content) => {
      const button = make("button", { type: "button", "aria-expanded": String(this.open === name), "data-open": name },
        icon(glyph), make("span", { text: say(phrase) }));
      button.setAttribute("aria-label", say(phrase));
      button.addEventListener("click", () => {
        this.open = this.open === name ? null : name;
        this.render();
        this.element.querySelector(`[data-open=${name}]`).focus();
      });
      return [button, this.open === name ? content() : null];
    };
    const [filter, filterPanel] = opener("filter", "search", "live.filter", () => this.filterPanel());
    const [layers, layerPanel] = opener("layers", "layers", "live.layers", () => this.layerPanel());
    if (this.isFiltering) filter.setAttribute("aria-pressed", "true");
    this.element.replaceChildren(
      make("div", { class: "live-tools" }, filter, layers, this.counted), filterPanel ?? "", layerPanel ?? "");
  }

  get isFiltering() {
    const { values } = this;
    return values.states.length < 3 || values.severities.length < severityNames.length || Boolean(values.transit || values.text);
  }

  filterPanel() {
    const { values } = this;
    const chips = (legend, key, names, phrase) => make("fieldset", { class: "chips" }, make("legend", { text: say(legend) }),
      ...names.map((name) => {
        const chip = make("button", { type: "button", class: name, [`data-${key}`]: name, text: say(`${phrase}.${name}`) });
        chip.setAttribute("aria-pressed", String(values[key].includes(name)));
        chip.addEventListener("click", () => {
          const chosen = new Set(values[key]);
          if (!chosen.delete(name)) chosen.add(name);
          chip.setAttribute("aria-pressed", String(chosen.has(name)));
          this.change({ [key]: [...chosen] });
        });
        return chip;
      }));
    const transit = make("select", { name: "transit", onchange: () => this.change({ transit: transit.value }) },
      ...["", "with", "without"].map((value) => make("option", { value, text: say(`live.transit.${value || "any"}`) })));
    transit.value = values.transit;
    const text = make("input", { type: "search", name: "text", value: values.text,
      oninput: () => this.change({ text: text.value.trim() }) });
    return make("div", { class: "panel live-panel", "data-panel": "filter" },
      chips("state", "states", states, "state"), chips("live.gravest", "severities", severityNames, "severity"),
      field("transit", transit), field("live.text", text),
      make("button", { type: "button", name: "reset", text: say("alerts.reset"), onclick: () => {
        this.values = { ...everything, states: [...states], severities: [...severityNames] };
        this.change({});
        this.render();
      } }));
  }

  layerPanel() {
    const boxes = Object.keys(everyLayer).map((name) => {
      const box = make("input", { type: "checkbox", name, checked: this.layers[name], onchange: () => {
        this.layers[name] = box.checked;
        this.onChange("layers");
      } });
      return make("label", { class: "live-check" }, box, make("span", { text: say(`live.layer.${name}`) }));
    });
    return make("div", { class: "panel live-panel", "data-panel": "layers" },
      make("fieldset", { class: "stack" }, make("legend", { text: say("live.layers") }), ...boxes), legend());
  }

  change(values) {
    Object.assign(this.values, values);
    this.onChange("values");
    this.element.querySelector("[data-open=filter]")?.setAttribute("aria-pressed", String(this.isFiltering));
  }

  count(shown, all) {
    const text = this.isFiltering && shown !== all
      ? say("live.shown-of", { shown: number(shown, 0), count: number(all, 0) }) : say("seal-count", { count: number(all, 0) });
    if (this.counted.textContent !== text) this.counted.textContent = text;
  }

  // Whether a seal passes: its slot in the index.
  passes(index, slot) {
    const { values } = this;
    if (!values.states.includes(states[index.state[slot]])) return false;
    if (!values.severities.includes(severityNames[index.severity[slot]])) return false;
    const position = index.positions[slot];
    if (values.transit && Boolean(position.transit) !== (values.transit === "with")) return false;
    if (!values.text) return true;
    const text = values.text.toUpperCase();
    return [position.seal, position.container, position.transit].some((name) => name?.toUpperCase().includes(text));
  }
}

// What the signs mean, drawn by what draws the map.
function legend() {
  const sign = (symbol, phrase) => {
    const canvas = make("canvas", { width: 56, height: 56, "aria-hidden": "true" });
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.translate(14, 14);
    drawSymbol(context, { state: 0, severity: 0, direction: 255, isSuspect: false, isFaded: false, ...symbol });
    return make("li", {}, canvas, make("span", { text: say(phrase) }));
  };
  return make("div", { class: "stack" }, make("h2", { text: say("live.legend") }), make("ul", { class: "live-legend" },
    sign({}, "state.locked"), sign({ state: 1 }, "state.unlocked"), sign({ state: 2 }, "state.tampered"),
    sign({ direction: 4 }, "live.moving"), sign({ isSuspect: true }, "live.suspect"), sign({ isFaded: true }, "live.silent"),
    ...[...severities].reverse().map((name, i) => sign({ severity: 4 - i }, `severity.${name}`)),
    make("li", {}, make("span", { class: "legend-bubble", "aria-hidden": "true", text: "12" }),
      make("span", { text: say("live.bubble") })),
    ...["green", "yellow", "orange", "red"].map((level) =>
      make("li", {}, shape(level), make("span", { text: say(`level.${level}`) })))));
}
