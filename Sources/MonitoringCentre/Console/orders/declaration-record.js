// What holds under a declaration now, and every decision that was made.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { clearance } from "/facilities/stock.js";
import { containerLink, empty, failed, loading, table } from "/facilities/parts.js";
import { number, say, time } from "/phrases.js";

const mostNamed = 5;

export class DeclarationRecord {
  constructor(context) {
    this.context = context;
    this.element = make("section", { class: "panel record", "aria-live": "polite" });
    this.render();
  }

  async show(declaration) {
    this.declaration = declaration;
    this.record = this.problem = null;
    this.render();
    if (!declaration) return;
    try {
      const record = await call("GET", `/v1/clearances/${encodeURIComponent(declaration)}`);
      if (this.declaration === declaration) this.record = record;
    } catch (problem) {
      if (this.declaration === declaration) this.problem = problem;
    }
    this.render();
  }

  render() {
    const { declaration, record, problem } = this;
    const heading = make("div", { class: "heading" }, make("h2", { text: say("orders.in-force") }),
      declaration ? make("span", { class: "pill", text: declaration }) : null);
    if (!declaration) return this.element.replaceChildren(heading, empty("orders.in-force.ask"));
    if (problem) return this.element.replaceChildren(heading, problem.status === 404 ? empty("orders.in-force.none") : failed(problem));
    if (!record) return this.element.replaceChildren(heading, loading());
    this.element.replaceChildren(heading,
      table(say("orders.in-force"), ["container", "facilities.clearance", "facilities.since"],
        record.containers.map((one) => [containerLink(one.number), clearance(one.status), time(one.since)])),
      make("h3", { text: say("orders.history") }), decisions(record.history));
  }
}

// Decisions, newest first.
export function decisions(history) {
  const newest = [...history].sort((a, b) => b.sequence - a.sequence);
  return table(say("orders.history"), ["facilities.time", "facilities.clearance", "orders.what", "orders.by"], newest.map((one) => [
    time(one.decidedAt), clearance(one.status),
    make("span", {}, one.declaration, make("small", { class: "quiet line", text: said(one) })), one.by,
  ]));
}

function said({ containers, reason }) {
  const named = containers.slice(0, mostNamed).join(", ");
  const more = containers.length > mostNamed ? ` + ${number(containers.length - mostNamed, 0)}` : "";
  return [named + more, reason].filter(Boolean).join(" · ");
}
