// The seal of an order: one of those that report, with its last report, its battery and whether it is in use.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { number, say, time } from "/phrases.js";

// Seals that are offered; one may write any other.
const mostOffered = 5000;
const weak = 0.2;

export class SealField {
  constructor(context) {
    this.context = context;
    this.seals = new Map();
    this.render();
  }

  async load() {
    let cursor = "";
    do {
      const page = await call("GET", `/v1/seals?limit=1000${cursor}`);
      for (const seal of page.items) this.seals.set(seal.seal, seal);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    } while (cursor && this.seals.size < mostOffered);
    this.offer();
    this.judge();
  }

  render() {
    this.options = make("datalist", { id: "order-seals" });
    this.input = make("input", {
      name: "seal", required: true, autocomplete: "off", spellcheck: false, list: "order-seals", maxLength: 64,
      "aria-describedby": "order-seal-hint", oninput: () => this.judge(),
    });
    this.hint = make("small", { class: "hint quiet", id: "order-seal-hint", role: "status" });
    this.element = make("label", { class: "field" }, make("span", { text: say("seal") }), this.input, this.options, this.hint);
    this.offer();
  }

  offer() {
    const free = [...this.seals.values()].sort((a, b) => Boolean(a.transit) - Boolean(b.transit) || (a.seal < b.seal ? -1 : 1));
    this.options.replaceChildren(...free.map((seal) => make("option", { value: seal.seal, text: this.words(seal) })));
  }

  words(seal) {
    const { battery, time: at } = seal.lastReport;
    return [
      seal.transit ? say("orders.seal.used", { transit: seal.transit }) : say("orders.seal.free"), time(at),
      battery === undefined ? null : say("orders.seal.battery", { level: number(battery * 100, 0) }),
      say(`state.${seal.lastReport.state}`),
    ].filter(Boolean).join(" · ");
  }

  judge() {
    const name = this.input.value.trim();
    const seal = this.seals.get(name);
    const isBad = seal && (seal.transit || seal.lastReport.battery < weak || seal.lastReport.state !== "locked");
    this.hint.className = `hint ${isBad ? "error" : seal ? "right" : "quiet"}`;
    this.hint.textContent = seal ? this.words(seal) : name ? say("orders.seal.unknown") : say("orders.seal.hint");
  }
}
