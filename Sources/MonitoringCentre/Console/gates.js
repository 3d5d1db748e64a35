// The console's list of gates: how long their queues are, followed on the stream.
import { byGravity, gateRow, make } from "/levels.js";

export class GateList {
  constructor(element) {
    this.element = element;
    this.gates = new Map();
  }

  async load() {
    // No event tells that a gate has become stale: evidence that does not come makes none.
    this.timer ??= setInterval(() => this.load().catch(() => {}), 60e3);
    const answer = await fetch("/v1/border-gates/congestion", { cache: "no-store" });
    if (!answer.ok) return;
    for (const gate of (await answer.json()).items) this.keep(gate);
    this.render();
  }

  take(gate) {
    this.keep(gate);
    this.render();
  }

  keep(gate) {
    const known = this.gates.get(gate.gate);
    if (!known || known.at <= gate.at) this.gates.set(gate.gate, gate);
  }

  render() {
    const known = [...this.gates.values()].filter((gate) => gate.level !== "unknown").sort(byGravity);
    this.element.replaceChildren(...known.map((gate) =>
      make("li", "", gateRow(gate, `/board/${encodeURIComponent(gate.gate)}`))));
    this.element.parentElement.classList.toggle("empty", known.length === 0);
  }
}
