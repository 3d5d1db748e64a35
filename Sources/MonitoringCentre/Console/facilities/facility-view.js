// One facility: its parts side by side.
import { call } from "/api.js";
import { icon, make } from "/core/dom.js";
import { FacilityAlerts } from "/facilities/facility-alerts.js";
import { GateEvents } from "/facilities/gate-events.js";
import { Outages } from "/facilities/outages.js";
import { failed, nameOf } from "/facilities/parts.js";
import { ReleaseCheck } from "/facilities/release-check.js";
import { Reporting } from "/facilities/reporting.js";
import { Stock } from "/facilities/stock.js";
import { number, say } from "/phrases.js";

export class FacilityView {
  constructor(context, code) {
    this.context = context;
    this.code = code;
    this.path = `/v1/facilities/${encodeURIComponent(code)}`;
    this.element = make("div");
    this.head = make("div");
    this.left = [new Stock(this), new GateEvents(this)];
    this.right = [new ReleaseCheck(this), new FacilityAlerts(this), new Reporting(this), new Outages(this)];
    this.element.append(this.head, make("div", { class: "columns" },
      make("div", {}, this.left.map((part) => part.element)), make("div", {}, this.right.map((part) => part.element))));
    this.render();
  }

  get parts() {
    return [...this.left, ...this.right];
  }

  hide() {
    for (const part of this.parts) part.hide?.();
  }

  async load() {
    try {
      this.facility = await call("GET", this.path);
      this.renderHead();
    } catch (problem) {
      if (problem.status === 401) return this.context.fail(problem);
      this.hide();
      return this.element.replaceChildren(this.back(), failed(problem));
    }
    await Promise.allSettled(this.parts.map((part) => part.load()));
  }

  back() {
    return make("a", { class: "button", href: "#/facilities" }, icon("left"), say("page.facilities"));
  }

  render() {
    this.renderHead();
    for (const part of this.parts) part.render();
  }

  renderHead() {
    const { facility } = this;
    this.head.replaceChildren(make("div", { class: "heading" }, this.back(),
      make("h1", { text: facility ? nameOf(facility) : this.code }),
      make("span", { class: "pill", text: this.code }),
      facility ? make("span", { class: "quiet", text: say(`zones.kind.${facility.kind}`) }) : null,
      facility?.opens ? make("span", { class: "quiet", text: `${facility.opens}–${facility.closes}` }) : null,
      facility?.capacityPerHour ? make("span", { class: "quiet", text: say("facilities.capacity", { count: number(facility.capacityPerHour, 0) }) }) : null,
      facility?.kind === "border-gate"
        ? make("a", { href: `#/gates/${encodeURIComponent(this.code)}`, text: say("facilities.queue") }) : null));
  }
}
