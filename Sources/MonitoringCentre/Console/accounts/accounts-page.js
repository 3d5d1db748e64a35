// Administration: accounts, what each role may do, how the system is.
import { make } from "/core/dom.js";
import { AccountList } from "/accounts/account-list.js";
import { RoleTable } from "/accounts/role-table.js";
import { SystemView } from "/accounts/system-view.js";
import { styleSheet } from "/map/base-map.js";
import { say } from "/phrases.js";

const views = { accounts: AccountList, roles: RoleTable, system: SystemView };

export class Page {
  constructor(context) {
    this.context = context;
    this.head = make("div", { class: "heading" });
    this.body = make("div");
    this.element = make("section", { class: "padded accounts" }, this.head, this.body);
    this.styles = Promise.all(["/facilities/parts.css", "/accounts/accounts.css"].map(styleSheet));
  }

  async show([tab]) {
    await this.styles;
    this.tab = tab in views ? tab : "accounts";
    this.view?.hide?.();
    this.view = new views[this.tab](this.context);
    this.renderHead();
    this.body.replaceChildren(this.view.element);
    await this.view.load();
  }

  hide() {
    this.view?.hide?.();
  }

  renderHead() {
    this.head.replaceChildren(make("h1", { text: say("page.accounts") }),
      make("nav", { class: "choice", "aria-label": say("page.accounts") }, Object.keys(views).map((tab) => {
        const link = make("a", { class: "button", href: `#/accounts/${tab}`, text: say(`accounts.tab.${tab}`) });
        if (tab === this.tab) link.setAttribute("aria-current", "page");
        return link;
      })));
  }

  retranslate() {
    this.renderHead();
    this.view?.render();
  }
}
