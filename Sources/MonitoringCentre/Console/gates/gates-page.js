// The congestion board inside the console: every gate by gravity, one of them in full.
import { call } from "/api.js";
import { icon, make } from "/core/dom.js";
import { choice, empty } from "/facilities/parts.js";
import { GateCard } from "/gate-card.js";
import { byGravity, gateRow, levels, shape } from "/levels.js";
import { styleSheet } from "/map/base-map.js";
import { siteNow } from "/orders/site-moment.js";
import { say } from "/phrases.js";
import { SiteTime } from "/site-time.js";

const historySeconds = 600;
const quantities = ["vehicles", "wait"];

export class Page {
  constructor(context) {
    this.context = context;
    this.time = new SiteTime(context.site.timeZone);
    this.quantity = "vehicles";
    this.histories = new Map();
    this.scores = new Map();
    this.list = make("div", { class: "gate-list" });
    this.one = make("div", { class: "gate-one alone" });
    this.head = make("div");
    this.element = make("section", { class: "padded gates" }, this.head, make("div", { class: "gate-columns" }, this.list, this.one));
    this.styles = Promise.all(["/facilities/parts.css", "/gates/gates.css"].map(styleSheet)).then(() => this.cardSheet());
  }

  // The board's sheet has short names: it is on only while this page is shown.
  async cardSheet() {
    await styleSheet("/gate-card.css");
    this.sheet = document.head.querySelector('link[href="/gate-card.css"]');
    this.sheet.disabled = !this.isShown;
  }

  async show([gate]) {
    this.isShown = true;
    this.asked = gate ?? null;
    await this.styles;
    if (!this.isShown) return;
    this.sheet.disabled = false;
    this.stop ??= this.context.store.on("congestion", () => this.soon());
    this.clock ??= setInterval(() => this.render(), 15e3);
    this.render();
    await this.loadMore();
  }

  hide() {
    this.isShown = false;
    if (this.sheet) this.sheet.disabled = true;
    this.stop?.();
    this.stop = null;
    clearInterval(this.clock);
    this.clock = null;
  }

  retranslate() {
    this.card = null;
    this.render();
  }

  // A burst of levels is drawn once.
  soon() {
    if (!this.isShown) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.render();
      this.loadMore();
    }, 250);
  }

  get gates() {
    return [...this.context.store.gates.values()].sort(byGravity);
  }

  get shown() {
    const all = this.gates;
    return all.find((gate) => gate.gate === this.asked) ?? (this.asked ? null : all[0]);
  }

  // The history of the gate that is shown, and how good its forecasts were: what may fail and come later.
  async loadMore() {
    const gate = this.shown;
    if (!gate || !this.isShown) return;
    const known = this.histories.get(gate.gate);
    if (known && Date.now() - known.at < historySeconds * 1000) {
      if (known.items.at(-1)?.at !== gate.at) known.items.push(gate);
      return;
    }
    const path = `/v1/border-gates/${encodeURIComponent(gate.gate)}/congestion`;
    const [history, scores] = await Promise.allSettled([call("GET", `${path}/history`), call("GET", `${path}/scores`)]);
    if (history.status === "fulfilled") this.histories.set(gate.gate, { at: Date.now(), items: history.value.items });
    if (scores.status === "fulfilled") this.scores.set(gate.gate, scores.value.items);
    this.render();
  }

  render() {
    if (!this.isShown) return;
    this.head.replaceChildren(make("div", { class: "heading" }, make("h1", { text: say("page.gates") }),
      choice(say("board.plot-show"), quantities, this.quantity, (name) => say(`board.plot-${name}`), (name) => {
        this.quantity = name;
        this.render();
      }),
      make("a", { class: "button", href: "/board", target: "_blank", rel: "noopener" }, icon("gate"), say("gates-page.board"))));
    const { gates, shown } = this;
    const focused = document.activeElement?.getAttribute?.("href");
    this.list.replaceChildren(gates.length
      ? make("ol", {}, gates.map((gate) => {
        const row = gateRow(gate, `#/gates/${encodeURIComponent(gate.gate)}`);
        if (gate.gate === shown?.gate) row.setAttribute("aria-current", "true");
        return make("li", {}, row);
      })) : empty("board.none"),
    make("ul", { class: "gate-legend", "aria-label": say("gates-page.levels") },
      levels.map((level) => make("li", {}, shape(level), say(`level.${level}`)))));
    if (focused) this.list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
    this.renderCard(shown);
  }

  renderCard(gate) {
    if (!gate) {
      this.card = null;
      return this.one.replaceChildren(this.asked ? make("p", { class: "empty", text: say("board.no-gate", { gate: this.asked }) }) : "");
    }
    if (this.card?.gate !== gate.gate) {
      const card = new GateCard(this.time, (code) => `#/gates/${encodeURIComponent(code)}`, true);
      this.card = { gate: gate.gate, card };
      this.facility = make("a", { class: "button", href: `#/facilities/${encodeURIComponent(gate.gate)}` }, icon("facility"), say("gates-page.facility"));
      this.one.replaceChildren(card.element, this.facility);
    }
    this.card.card.update(gate, {
      history: this.histories.get(gate.gate)?.items ?? [], quantity: this.quantity, now: siteNow(this.context.store),
      scores: [...(this.scores.get(gate.gate) ?? [])].sort((a, b) => a.horizonSeconds - b.horizonSeconds),
    });
  }
}
