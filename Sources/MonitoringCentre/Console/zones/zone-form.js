// The zone that is chosen: its properties by kind, what is wrong with it, its corners as a table.
import { button, field, make } from "/core/dom.js";
import { CornerTable } from "/zones/corner-table.js";
import { facilityKinds, kinds, problemsOf } from "/zones/zone-checks.js";
import { say } from "/phrases.js";

const numbers = ["radius", "width", "capacityPerHour", "after"];

export class ZoneForm {
  // `put(id, feature)` takes what the zone has become; `remove(id)`.
  constructor({ put, remove }) {
    Object.assign(this, { put, remove });
    this.corners = new CornerTable((feature) => this.put(this.feature.properties.id, feature));
    this.element = make("section", { class: "zone-form" });
  }

  show(feature, features) {
    const isSame = feature && this.feature?.properties.id === feature.properties.id && this.element.querySelector("form");
    const focused = isSame ? document.activeElement?.name : null;
    this.feature = feature;
    this.features = features;
    if (!feature) return this.element.replaceChildren(make("p", { class: "empty", text: say("zones.choose") }));
    const form = make("form", { class: "stack" }, this.fields(feature));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.changed(event.target));
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: feature.properties.name || feature.properties.id }),
        make("span", { class: "gap" }),
        button("zones.delete", () => this.remove(feature.properties.id), { icon: "trash", look: "danger delete" })),
      this.problems(feature, features), form, this.corners.show(feature));
    if (focused) this.element.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  }

  problems(feature, features) {
    return make("div", { role: "status" }, make("ul", { class: "zone-problems" }, problemsOf(feature, features).map((problem) =>
      make("li", { class: `pill ${problem.isFatal ? "critical" : "minor"}`, "data-problem": problem.key, text: problem.text }))));
  }

  fields({ properties, geometry }) {
    const text = (name, more = {}) => field(`zones.${name}`, make("input", {
      name, value: properties[name] ?? "", autocomplete: "off", ...more,
    }));
    const amount = (name) => text(name, { type: "number", min: 0, step: "any" });
    const kind = make("select", { name: "kind" }, kinds.map((one) =>
      make("option", { value: one, text: say(`zones.kind.${one}`), selected: one === properties.kind })));
    const isFacility = facilityKinds.includes(properties.kind);
    const isGate = properties.kind === "border-gate";
    const facilities = this.features.map((one) => one.properties.facility).filter(Boolean);
    const options = make("datalist", { id: "zone-gates" }, facilities.map((code) => make("option", { value: code })));
    return [
      text("id", { required: true }), field("zones.kind", kind), text("name", { required: true }), text("nameVi"),
      geometry.type === "Point" ? amount("radius") : null, geometry.type === "LineString" ? amount("width") : null,
      isFacility || properties.facility ? text("facility") : null,
      properties.kind === "queue" ? text("gate", { list: "zone-gates" }) : null, properties.kind === "queue" ? options : null,
      isGate || properties.capacityPerHour !== undefined ? amount("capacityPerHour") : null,
      isGate ? make("div", { class: "pair" }, text("opens", { placeholder: "07:00" }), text("closes", { placeholder: "19:00" })) : null,
      isGate ? text("province") : null,
      isGate ? field("zones.goods", make("input", { name: "goods", value: (properties.goods ?? []).join(", ") })) : null,
      properties.kind === "forbidden" || properties.kind === "route" ? null : amount("after"),
    ].filter(Boolean);
  }

  changed(control) {
    const { feature } = this;
    const { name } = control;
    if (!name || !control.form) return;
    const properties = { ...feature.properties };
    const text = control.value.trim();
    if (name === "goods") {
      const goods = text.split(/[,;]+/).map((one) => one.trim()).filter(Boolean);
      if (goods.length) properties.goods = goods;
      else delete properties.goods;
    } else if (text === "") {
      if (name === "id" || name === "name") properties[name] = "";
      else delete properties[name];
    } else properties[name] = numbers.includes(name) ? Number(text) : text;
    if (name === "id" && this.features.some((one) => one !== feature && one.properties.id === text)) {
      control.setCustomValidity(say("zones.problem.same-id"));
      control.reportValidity();
      control.value = feature.properties.id;
      return control.setCustomValidity("");
    }
    this.put(feature.properties.id, { ...feature, properties });
  }
}
