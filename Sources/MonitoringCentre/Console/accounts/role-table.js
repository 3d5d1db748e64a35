// What each role may do.
import { icon, make } from "/core/dom.js";
import { table } from "/facilities/parts.js";
import { say } from "/phrases.js";

const roles = ["viewer", "operator", "officer", "supervisor", "system"];
// As the contract has it: `yes`, `own` (of its own facilities) or nothing.
const rights = [
  ["supervision", { viewer: "yes", officer: "yes", supervisor: "yes" }],
  ["facilities", { viewer: "yes", operator: "own", officer: "yes", supervisor: "yes" }],
  ["read-clearances", { viewer: "yes", officer: "yes", supervisor: "yes", system: "yes" }],
  ["gate-events", { operator: "own", officer: "yes", supervisor: "yes" }],
  ["outages", { operator: "own", officer: "yes", supervisor: "yes" }],
  ["decide", { officer: "yes", supervisor: "yes" }],
  ["clearances", { officer: "yes", supervisor: "yes", system: "yes" }],
  ["administer", { supervisor: "yes" }],
];

export class RoleTable {
  constructor() {
    this.element = make("div", { class: "role-table" });
    this.render();
  }

  async load() {}

  render() {
    const cell = (right) => (right === "yes" ? make("span", { class: "pill good" }, icon("check"), say("accounts.right.yes"))
      : right === "own" ? make("span", { class: "pill warning", text: say("accounts.right.own") })
        : make("span", { class: "quiet", text: say("accounts.right.no") }));
    this.element.replaceChildren(table(say("accounts.tab.roles"), ["accounts.may", ...roles.map((role) => `role.${role}`)],
      rights.map(([name, of]) => [make("span", { class: "strong", text: say(`accounts.right.${name}`) }), ...roles.map((role) => cell(of[role]))])));
  }
}
