// What is in force: under a declaration, or for a container.
import { call } from "/api.js";
import { field, make } from "/core/dom.js";
import { containerLink, empty, failed, loading } from "/facilities/parts.js";
import { containerField } from "/orders/container-field.js";
import { DeclarationRecord, decisions } from "/orders/declaration-record.js";
import { say } from "/phrases.js";

export class InForce {
  constructor(context) {
    this.context = context;
    this.record = new DeclarationRecord(context);
    this.container = make("section", { class: "panel of-container", "aria-live": "polite" });
    this.element = make("div");
    this.render();
  }

  async show([kind, what]) {
    if (kind === "container" && what) {
      this.number.input.value = what;
      this.number.judge();
      await this.ask(this.number.number);
    } else if (kind === "declaration" && what) {
      this.declaration.value = what;
      await this.record.show(what);
    }
  }

  retranslate() {
    const kept = [this.declaration.value, this.number.input.value];
    this.render();
    [this.declaration.value, this.number.input.value] = kept;
    this.number.judge();
    this.record.render();
  }

  render() {
    this.declaration = make("input", { required: true, autocomplete: "off", name: "declaration" });
    this.number = containerField();
    const form = (content, look) => {
      const made = make("form", { class: "row" }, content, make("button", { type: "submit", class: "primary", text: say("orders.show") }));
      made.addEventListener("submit", (event) => {
        event.preventDefault();
        look();
      });
      return made;
    };
    this.element.replaceChildren(make("div", { class: "columns halves" },
      make("div", {}, form(field("orders.declaration", this.declaration), () => this.record.show(this.declaration.value.trim())), this.record.element),
      make("div", {}, form(this.number.element, () => this.ask(this.number.number)), this.container)));
    this.renderContainer();
  }

  async ask(number) {
    Object.assign(this, { asked: number, items: null, problem: null });
    this.renderContainer();
    try {
      const { items } = await call("GET", `/v1/containers/${encodeURIComponent(number)}/clearances`);
      if (this.asked === number) this.items = items;
    } catch (problem) {
      this.problem = problem;
    }
    this.renderContainer();
  }

  renderContainer() {
    const { asked, items, problem } = this;
    const heading = make("div", { class: "heading" }, make("h2", { text: say("orders.of-container") }), asked ? containerLink(asked) : null);
    this.container.replaceChildren(heading, !asked ? empty("orders.of-container.ask") : problem ? failed(problem)
      : !items ? loading() : items.length ? decisions(items) : empty("orders.in-force.none"));
  }
}
