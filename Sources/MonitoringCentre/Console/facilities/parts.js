// What several pages make alike: tables, lists that come by pages, the states of loading and of failing.
import { call } from "/api.js";
import { words } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { currentLanguage, say } from "/phrases.js";

// Rows that a list keeps at most.
const mostRows = 2000;

export const loading = () => make("p", { class: "loading", text: say("loading") });

export const failed = (problem) => make("p", { class: "error", role: "alert", text: words(problem) });

export const empty = (phrase) => make("p", { class: "empty", text: say(phrase) });

// The name of a zone or a facility in the officer's language.
export const nameOf = (place) => (currentLanguage() === "vi" ? place.nameVi : null) ?? place.name ?? place.id ?? place.code;

// A message of the server, which says it in both languages: the officer's own first.
export function bothLanguages(said) {
  const [own, other] = currentLanguage() === "vi" ? [said.messageVi, said.message] : [said.message, said.messageVi];
  return make("span", { class: "both" }, own, make("small", { class: "quiet", lang: currentLanguage() === "vi" ? "en" : "vi", text: other }));
}

// A table: `columns` are phrases, with `#` before those of numbers; `rows` are arrays of cells.
export function table(label, columns, rows, { none = "parts.none" } = {}) {
  if (!rows.length) return empty(none);
  const isNumber = columns.map((column) => column.startsWith("#"));
  const look = (index) => (isNumber[index] ? "number" : null);
  const head = columns.map((column, index) =>
    make("th", { scope: "col", class: look(index), text: column ? say(column.replace("#", "")) : "" }));
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => make("td", { class: look(index) }, cell ?? ""));
    return make("tr", row.data ? { "data-id": row.data } : {}, cells);
  });
  return make("div", { class: "table", role: "region", "aria-label": label, tabIndex: 0 },
    make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
}

// A list that comes by pages: `draw` makes the table of what came so far.
export class Listing {
  constructor(draw, { limit = 50 } = {}) {
    this.draw = draw;
    this.limit = limit;
    this.items = null;
    this.element = make("div", { class: "listing" });
  }

  // Loads the first page of `address`, which has a query or none.
  async load(address) {
    this.address = address;
    this.items = null;
    this.next = null;
    this.problem = null;
    this.render();
    await this.page();
  }

  async page() {
    const address = this.address;
    const query = new URLSearchParams({ limit: this.limit });
    if (this.next) query.set("cursor", this.next);
    try {
      const page = await call("GET", `${address}${address.includes("?") ? "&" : "?"}${query}`);
      if (address !== this.address) return;
      this.items = [...(this.items ?? []), ...page.items];
      this.next = page.next;
      this.problem = null;
    } catch (problem) {
      if (address === this.address) this.problem = problem;
    }
    this.render();
  }

  render() {
    const { items, next, problem } = this;
    this.element.replaceChildren(...[
      items ? this.draw(items) : problem ? null : loading(), problem ? failed(problem) : null,
      next && items.length < mostRows ? button("more", () => this.page(), { look: "more" }) : null,
    ].filter(Boolean));
  }
}

// A button of several of which one is pressed.
export function choice(label, values, chosen, write, choose) {
  return make("div", { class: "choice", role: "group", "aria-label": label }, values.map((value) => {
    const element = button(null, () => choose(value));
    element.textContent = write(value);
    element.setAttribute("aria-pressed", String(value === chosen));
    element.dataset.value = value;
    return element;
  }));
}

// A panel with a heading.
export function panel(phrase, ...children) {
  return make("section", { class: "panel" }, make("div", { class: "heading" }, make("h2", { text: say(phrase) })), children);
}

// A link to the case of a container.
export function containerLink(number) {
  return make("a", { class: "nowrap", href: `#/case/container/${encodeURIComponent(number)}`, text: number });
}
