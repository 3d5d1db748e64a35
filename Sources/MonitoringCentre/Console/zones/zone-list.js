// The list of zones: by kind, by a part of the name, with what was edited and what is wrong.
import { make } from "/core/dom.js";
import { nameOf } from "/facilities/parts.js";
import { kinds, problemsOf } from "/zones/zone-checks.js";
import { number, say } from "/phrases.js";

const mostShown = 400;

export class ZoneList {
  constructor({ choose, filtered }) {
    Object.assign(this, { choose, filtered });
    this.kind = "";
    this.text = "";
    this.element = make("section", { class: "zone-list" });
    this.list = make("ul", { "aria-live": "off" });
    this.count = make("p", { class: "quiet small", role: "status" });
  }

  render() {
    const kind = make("select", { "aria-label": say("zones.kind"), name: "filter-kind", onchange: () => {
      this.kind = kind.value;
      this.filtered();
    } }, ["", ...kinds].map((one) => make("option", { value: one, text: say(one ? `zone.${one}` : "zones.all"), selected: one === this.kind })));
    const search = make("input", { type: "search", placeholder: say("zones.find"), "aria-label": say("zones.find"), value: this.text, oninput: () => {
      this.text = search.value.trim().toLowerCase();
      this.filtered();
    } });
    this.element.replaceChildren(make("div", { class: "filters" }, kind, search), this.count, this.list);
  }

  isShown(feature) {
    const { id, name = "", nameVi = "", facility = "", kind } = feature.properties;
    return (!this.kind || kind === this.kind) && (!this.text || `${id} ${name} ${nameVi} ${facility}`.toLowerCase().includes(this.text));
  }

  show(edits, chosen) {
    const { added, changed } = edits.difference;
    const fresh = new Set(added);
    const other = new Set(changed);
    const shown = edits.features.filter((feature) => this.isShown(feature));
    this.count.textContent = say("zones.count", { shown: number(shown.length, 0), all: number(edits.features.length, 0) });
    this.list.replaceChildren(...shown.slice(0, mostShown).map((feature) => {
      const { id, kind } = feature.properties;
      const isEdited = fresh.has(feature) || other.has(feature);
      const isWrong = isEdited && problemsOf(feature, edits.features).some((problem) => problem.isFatal);
      const item = make("button", { type: "button", class: "bare", "data-zone": id, onclick: () => this.choose(id, true) },
        make("i", { class: `swatch ${kind}` }), make("span", {}, nameOf(feature.properties) || id,
          make("small", { class: "quiet line", text: say(`zones.kind.${kind}`) })),
        isEdited ? make("span", { class: `pill ${isWrong ? "critical" : "minor"}`, text: say(isWrong ? "zones.wrong" : fresh.has(feature) ? "zones.new" : "zones.edited") }) : null);
      if (id === chosen) item.setAttribute("aria-current", "true");
      return make("li", {}, item);
    }));
  }
}
