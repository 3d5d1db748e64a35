// Orders: opening a transit, deciding on a declaration, seeing what is in force.
import { make } from "/core/dom.js";
import { ClearanceForm } from "/orders/clearance-form.js";
import { InForce } from "/orders/in-force.js";
import { TransitForm } from "/orders/transit-form.js";
import { styleSheet } from "/map/base-map.js";
import { say } from "/phrases.js";

const tabs = ["transit", "decision", "in-force"];
const views = { transit: TransitForm, decision: ClearanceForm, "in-force": InForce };

export class Page {
  constructor(context) {
    this.context = context;
    this.views = new Map();
    this.head = make("div", { class: "heading" });
    this.body = make("div");
    this.element = make("section", { class: "padded orders" }, this.head, this.body);
    this.styles = Promise.all(["/facilities/parts.css", "/orders/orders.css"].map(styleSheet));
  }

  async show([tab = "transit", ...parts], query) {
    await this.styles;
    this.tab = tabs.includes(tab) ? tab : "transit";
    if (!this.views.has(this.tab)) this.views.set(this.tab, new views[this.tab](this.context));
    this.renderHead();
    const view = this.views.get(this.tab);
    this.body.replaceChildren(view.element);
    await view.show(parts, query);
  }

  renderHead() {
    this.head.replaceChildren(make("h1", { text: say("page.orders") }),
      make("nav", { class: "choice", "aria-label": say("page.orders") }, tabs.map((tab) => {
        const link = make("a", { class: "button", href: `#/orders/${tab}`, text: say(`orders.tab.${tab}`) });
        if (tab === this.tab) link.setAttribute("aria-current", "page");
        return link;
      })));
  }

  retranslate() {
    this.renderHead();
    for (const view of this.views.values()) view.retranslate();
  }
}
