// A decision on a declaration: a release, a hold, a selection for scanner or inspection, a revocation.
import { call } from "/api.js";
import { field, icon, make } from "/core/dom.js";
import { containerLink } from "/facilities/parts.js";
import { judged, numbersIn } from "/orders/container-number.js";
import { DeclarationRecord } from "/orders/declaration-record.js";
import { forget, tell } from "/orders/form-problems.js";
import { number, say } from "/phrases.js";

const statuses = ["held", "scan", "inspection", "revoked", "released"];
// Wrong numbers that are named, the others are counted.
const mostNamed = 20;

export class ClearanceForm {
  constructor(context) {
    this.context = context;
    this.record = new DeclarationRecord(context);
    this.element = make("div", { class: "columns" });
    this.render();
  }

  async show(parts, query) {
    for (const name of ["declaration", "containers", "status"]) {
      if (query?.get(name)) this.form.elements[name].value = query.get(name);
    }
    this.judge();
    if (this.form.elements.declaration.value) await this.look();
  }

  retranslate() {
    const kept = Object.fromEntries(new FormData(this.form));
    this.render();
    for (const [name, value] of Object.entries(kept)) this.form.elements[name].value = value;
    this.judge();
    this.record.render();
  }

  render() {
    const choices = make("fieldset", { class: "statuses" }, make("legend", { text: say("orders.decision") }),
      statuses.map((status, index) => make("label", { class: "option" },
        make("input", { type: "radio", name: "status", value: status, required: true, checked: index === 0 }), say(`clearance.${status}`))));
    this.containers = make("textarea", {
      name: "containers", rows: 6, spellcheck: false, placeholder: "MSKU9070323\nTCLU1234568", oninput: () => this.judge(),
    });
    this.judgement = make("div", { class: "judgement", role: "status" });
    this.error = make("p", { class: "error", role: "alert" });
    this.done = make("div", { "aria-live": "polite" });
    this.form = make("form", { class: "panel stack" },
      field("orders.declaration", make("input", { name: "declaration", required: true, maxLength: 64, autocomplete: "off", onchange: () => this.look() })),
      choices, field("orders.containers", this.containers, { hint: "orders.containers.hint" }), this.judgement,
      field("facilities.reason", make("textarea", { name: "reason", rows: 2, maxLength: 1000 })), this.error,
      make("div", { class: "buttons" }, make("button", { type: "submit", class: "primary", text: say("orders.decide") })), this.done);
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.element.replaceChildren(make("div", {}, this.form), make("div", {}, this.record.element));
  }

  async look() {
    await this.record.show(this.form.elements.declaration.value.trim());
  }

  // Each number of the list: how many are right, and what is wrong with the others.
  judge() {
    const numbers = numbersIn(this.containers.value).map(judged);
    const wrong = numbers.filter((one) => one.state !== "good");
    this.judgement.replaceChildren(
      make("small", { class: wrong.length ? "quiet" : "hint right", text: numbers.length
        ? say("orders.numbers", { good: number(numbers.length - wrong.length, 0), all: number(numbers.length, 0) })
        : say("orders.numbers.none") }),
      make("ul", {}, wrong.slice(0, mostNamed).map((one) => make("li", { class: "error small" },
        make("b", { text: one.number }), " ", say(`orders.number.${one.state}`, { digit: one.expected ?? "" })))),
      wrong.length > mostNamed ? make("small", { class: "error", text: `+ ${number(wrong.length - mostNamed, 0)}` }) : "");
    return numbers;
  }

  async submit(event) {
    event.preventDefault();
    const go = this.form.querySelector("button[type=submit]");
    forget(this.form);
    this.error.textContent = "";
    const { declaration, status, reason } = Object.fromEntries(new FormData(this.form));
    const containers = this.judge().map((one) => one.number);
    const order = { status };
    if (containers.length) order.containers = containers;
    if (reason.trim()) order.reason = reason.trim();
    go.disabled = true;
    try {
      const decision = await call("PUT", `/v1/clearances/${encodeURIComponent(declaration.trim())}`, order);
      this.done.replaceChildren(make("p", { class: "pill good decided" }, icon("check"), say("orders.decided", {
        status: say(`clearance.${decision.status}`), declaration: decision.declaration,
      })), make("p", { class: "links" }, decision.containers.slice(0, mostNamed).map(containerLink)));
      await this.look();
    } catch (problem) {
      if (problem.status === 401) this.context.fail(problem);
      else tell(this.form, problem, this.error);
    }
    go.disabled = false;
  }
}
