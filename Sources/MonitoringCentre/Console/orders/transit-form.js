// Opening a transit: the container, a seal that is free, where from and to, the route on a map, the deadline.
import { call } from "/api.js";
import { button, field, icon, make } from "/core/dom.js";
import { nameOf } from "/facilities/parts.js";
import { containerField } from "/orders/container-field.js";
import { forget, tell } from "/orders/form-problems.js";
import { RouteMap } from "/orders/route-map.js";
import { fits, lengthOf } from "/orders/routes.js";
import { SealField } from "/orders/seal-field.js";
import { fieldMoment, fieldText, siteNow } from "/orders/site-moment.js";
import { number, say, time } from "/phrases.js";

// What a deadline is suggested from: a loaded lorry's mean speed with its pauses, and the time to get on the road.
const metresPerSecond = 9.5;
const headStartSeconds = 7200;
const roundToSeconds = 1800;

export class TransitForm {
  constructor(context) {
    this.context = context;
    this.element = make("div", { class: "columns" });
    this.seals = new SealField(context);
    this.map = new RouteMap(context.site);
    this.render();
  }

  async show(parts, query) {
    try {
      const [facilities, zones] = await Promise.all([
        this.facilities ?? call("GET", "/v1/facilities").then((answer) => answer.items), call("GET", "/v1/zones"), this.seals.load(),
      ]);
      this.facilities = facilities;
      this.zones = zones;
      this.routes = zones.features.filter((zone) => zone.properties.kind === "route");
    } catch (problem) {
      this.context.fail(problem);
    }
    for (const name of ["container", "seal", "declaration"]) {
      if (query?.get(name)) this.form.elements[name].value = query.get(name);
    }
    this.fillFacilities();
    this.containers.judge();
    this.seals.judge();
    this.offerRoutes();
    await this.map.load();
    this.showRoute();
  }

  retranslate() {
    const kept = Object.fromEntries(new FormData(this.form));
    this.render();
    this.fillFacilities();
    for (const [name, value] of Object.entries(kept)) if (this.form.elements[name]) this.form.elements[name].value = value;
    this.containers.judge();
    this.seals.judge();
    this.offerRoutes(kept.route);
    this.showRoute();
  }

  render() {
    const { site } = this.context;
    this.containers = containerField();
    this.seals.render();
    const choose = (name) => make("select", { name, required: true, onchange: () => this.offerRoutes() });
    this.route = make("select", { name: "route", onchange: () => this.showRoute() });
    this.deadline = make("input", { type: "datetime-local", name: "deadline", required: true });
    this.suggestion = make("div", { class: "suggestion buttons" });
    this.error = make("p", { class: "error", role: "alert" });
    this.done = make("div", { "aria-live": "polite" });
    this.form = make("form", { class: "panel", noValidate: false },
      make("div", { class: "form" }, this.containers.element, this.seals.element,
        field("orders.declaration", make("input", { name: "declaration", required: true, maxLength: 200, autocomplete: "off" })),
        field("orders.plate", make("input", { name: "plate", maxLength: 200, autocomplete: "off", placeholder: "15C-123.45" })),
        field("orders.origin", choose("origin")), field("orders.destination", choose("destination")),
        field("orders.route", this.route),
        make("div", { class: "field" }, make("label", { class: "field" },
          make("span", { text: say("orders.deadline", { zone: site.timeZone ?? "" }) }), this.deadline), this.suggestion)),
      this.error,
      make("div", { class: "buttons" }, make("button", { type: "submit", class: "primary", text: say("orders.open") })), this.done);
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.element.replaceChildren(make("div", {}, this.form), make("div", {}, this.map.element));
  }

  fillFacilities() {
    for (const name of ["origin", "destination"]) {
      const select = this.form.elements[name];
      const chosen = select.value;
      select.replaceChildren(make("option", { value: "", text: say("orders.choose") }), ...[...(this.facilities ?? [])]
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
        .map((facility) => make("option", { value: facility.code, text: `${nameOf(facility)} (${facility.code})` })));
      select.value = chosen;
    }
  }

  place(name) {
    const code = this.form.elements[name].value;
    return this.facilities?.find((facility) => facility.code === code)?.position ?? null;
  }

  // Routes that run from the origin to the destination come first; the best is chosen.
  offerRoutes(chosen) {
    const [from, to] = [this.place("origin"), this.place("destination")];
    const fitting = from && to ? (this.routes ?? []).filter((route) => fits(route, from, to)) : [];
    const others = (this.routes ?? []).filter((route) => !fitting.includes(route));
    const option = (route) => make("option", {
      value: route.properties.id, text: `${nameOf(route.properties)} · ${number(lengthOf(route) / 1000, 0)} km`,
    });
    this.route.replaceChildren(make("option", { value: "", text: say("orders.no-route") }),
      ...(fitting.length ? [make("optgroup", { label: say("orders.routes-fit") }, fitting.map(option))] : []),
      ...(others.length ? [make("optgroup", { label: say("orders.routes-other") }, others.map(option))] : []));
    this.route.value = chosen ?? fitting[0]?.properties.id ?? "";
    this.showRoute();
  }

  showRoute() {
    const route = this.routes?.find((one) => one.properties.id === this.route.value);
    const [from, to] = [this.place("origin"), this.place("destination")];
    this.map.show(route, from, to);
    this.suggest(route);
  }

  suggest(route) {
    if (!route) return this.suggestion.replaceChildren();
    const { site, store } = this.context;
    const seconds = lengthOf(route) / metresPerSecond + headStartSeconds;
    const moment = Math.ceil((siteNow(store) / 1000 + seconds) / roundToSeconds) * roundToSeconds * 1000;
    const take = () => (this.deadline.value = fieldText(moment, site.timeZone));
    if (!this.deadline.value) take();
    this.suggestion.replaceChildren(button(null, take, { icon: "clock", look: "bare", label: say("orders.suggest") }),
      make("small", { class: "quiet", text: say("orders.suggestion", {
        time: time(new Date(moment).toISOString()), distance: number(lengthOf(route) / 1000, 0),
      }) }));
  }

  async submit(event) {
    event.preventDefault();
    const go = this.form.querySelector("button[type=submit]");
    forget(this.form);
    this.error.textContent = "";
    const order = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value.trim()));
    order.container = this.containers.number;
    order.deadline = fieldMoment(order.deadline, this.context.site.timeZone);
    go.disabled = true;
    try {
      const transit = await call("POST", "/v1/transits", order);
      this.form.reset();
      this.containers.judge();
      this.offerRoutes("");
      this.done.replaceChildren(make("p", { class: "pill good opened" }, icon("check"), say("orders.opened", { transit: transit.transit })),
        make("a", { class: "button", href: `#/case/transit/${encodeURIComponent(transit.transit)}`, text: say("orders.case") }));
      this.seals.load().catch(() => {});
    } catch (problem) {
      if (problem.status === 401) this.context.fail(problem);
      else tell(this.form, problem, this.error);
    }
    go.disabled = false;
  }
}
