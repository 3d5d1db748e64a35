// All facilities by kind: what stands there, how promptly their operators report, what is open.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { empty, failed, loading, nameOf } from "/facilities/parts.js";
import { duration } from "/levels.js";
import { number, say } from "/phrases.js";

const kinds = ["seaport", "icd", "border-gate", "airport", "warehouse"];
const columns = ["facility", "#facilities.stock", "#facilities.eligible", "#facilities.events", "#facilities.median",
  "#facilities.late", "#page.alerts"];
// Facilities whose stock is asked for at the same time, and how much of it is counted.
const atOnce = 4;
const counted = 1000;

export class FacilityList {
  constructor(context) {
    this.context = context;
    this.element = make("div");
    this.counts = new Map();
    this.reporting = new Map();
    this.stop = context.store.on("alerts", () => this.renderAlerts());
    this.render();
  }

  hide() {
    this.isGone = true;
    this.stop();
  }

  async load() {
    try {
      this.items = (await call("GET", "/v1/facilities")).items;
    } catch (problem) {
      this.problem = problem;
      if (problem.status === 401) this.context.fail(problem);
    }
    this.render();
    await Promise.allSettled([this.loadReporting(), this.loadStock()]);
  }

  // Seven days of all operators, by facility.
  async loadReporting() {
    for (const row of (await call("GET", "/v1/reporting")).items) {
      const sum = this.reporting.get(row.facility) ?? { events: 0, late: 0, medians: [] };
      sum.events += row.events;
      sum.late += row.late;
      if (row.medianDelay !== undefined) sum.medians.push(row.medianDelay);
      this.reporting.set(row.facility, sum);
    }
    this.render();
  }

  async loadStock() {
    const waiting = [...(this.items ?? [])];
    const work = async () => {
      for (let facility = waiting.shift(); facility && !this.isGone; facility = waiting.shift()) {
        const path = `/v1/facilities/${encodeURIComponent(facility.code)}/stock?limit=${counted}`;
        try {
          const { items, next } = await call("GET", path);
          this.counts.set(facility.code, {
            stock: items.length, eligible: items.filter((item) => item.allowed).length, isMore: Boolean(next),
          });
        } catch {
          this.counts.set(facility.code, null);
        }
        this.renderStock(facility.code);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  render() {
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h1", { text: say("page.facilities") })),
      this.problem ? failed(this.problem) : !this.items ? loading()
        : this.items.length ? this.table() : empty("facilities.none"));
    for (const code of this.counts.keys()) this.renderStock(code);
    this.renderAlerts();
  }

  table() {
    const others = [...new Set(this.items.map((item) => item.kind))].filter((kind) => !kinds.includes(kind));
    const bodies = [...kinds, ...others].map((kind) => {
      const items = this.items.filter((item) => item.kind === kind)
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
      if (!items.length) return null;
      const heading = make("tr", { class: "kind" }, make("th", {
        scope: "rowgroup", colspan: columns.length, text: `${say(`zone.${kind}`)} (${items.length})`,
      }));
      return make("tbody", {}, heading, items.map((item) => this.row(item)));
    });
    const head = columns.map((column) => make("th", {
      scope: "col", class: column.startsWith("#") ? "number" : null, text: say(column.replace("#", "")),
    }));
    return make("div", { class: "table whole", role: "region", "aria-label": say("page.facilities"), tabIndex: 0 },
      make("table", {}, make("thead", {}, make("tr", {}, head)), bodies));
  }

  row(item) {
    const reporting = this.reporting.get(item.code);
    const median = reporting?.medians.length ? Math.max(...reporting.medians) : null;
    return make("tr", { "data-facility": item.code },
      make("td", {}, make("a", { class: "strong", href: `#/facilities/${encodeURIComponent(item.code)}`, text: nameOf(item) }),
        make("small", { class: "quiet code", text: item.code })),
      make("td", { class: "number", "data-cell": "stock", text: "…" }),
      make("td", { class: "number", "data-cell": "eligible", text: "…" }),
      make("td", { class: "number", text: reporting ? number(reporting.events, 0) : "–" }),
      make("td", { class: "number", text: median === null ? "–" : duration(median) }),
      make("td", { class: "number" }, reporting?.late
        ? make("span", { class: "pill warning", text: number(reporting.late, 0) }) : reporting ? "0" : "–"),
      make("td", { class: "number", "data-cell": "alerts" }));
  }

  cell(code, name) {
    return this.element.querySelector(`[data-facility="${CSS.escape(code)}"] [data-cell=${name}]`);
  }

  renderStock(code) {
    const count = this.counts.get(code);
    for (const name of ["stock", "eligible"]) {
      const cell = this.cell(code, name);
      if (cell) cell.textContent = count ? number(count[name], 0) + (count.isMore ? "+" : "") : "–";
    }
  }

  renderAlerts() {
    const open = new Map();
    for (const alert of this.context.store.alerts.values()) {
      if (alert.facility) open.set(alert.facility, (open.get(alert.facility) ?? 0) + 1);
    }
    for (const item of this.items ?? []) {
      const cell = this.cell(item.code, "alerts");
      const count = open.get(item.code) ?? 0;
      cell?.replaceChildren(count ? make("span", { class: "pill major", text: number(count, 0) }) : "0");
    }
  }
}
