// The search in the bar: containers, seals, transits, plates and declarations by a part of their name.
import { call } from "/api.js";
import { icon, make } from "/core/dom.js";
import { say } from "/phrases.js";

const pauseMilliseconds = 180;

export class Search {
  // `onChoice` is told the found thing: {kind, container?, seal?, transit?, …}.
  constructor(element, onChoice) {
    this.element = element;
    this.onChoice = onChoice;
    this.found = [];
    this.chosen = -1;
    this.input = make("input", { type: "search", role: "combobox", "aria-controls": "results", "aria-expanded": "false" });
    this.input.setAttribute("aria-autocomplete", "list");
    this.list = make("ul", { role: "listbox", hidden: true });
    this.list.id = "results";
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), pauseMilliseconds);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    element.append(icon("search"), this.input, this.list);
    this.retranslate();
  }

  retranslate() {
    this.input.placeholder = say("search.hint");
    this.input.setAttribute("aria-label", say("search"));
    this.list.setAttribute("aria-label", say("search"));
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    try {
      const answer = await call("GET", `/v1/search?q=${encodeURIComponent(text)}`);
      if (this.input.value.trim() !== text) return;
      this.found = answer.items;
    } catch {
      this.found = [];
    }
    this.chosen = this.found.length ? 0 : -1;
    this.render();
  }

  render() {
    this.list.replaceChildren(...this.found.map((item, index) => this.option(item, index)));
    if (!this.found.length) this.list.append(make("li", { class: "quiet", text: say("search.none") }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (this.chosen >= 0) this.input.setAttribute("aria-activedescendant", `result-${this.chosen}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  option(item, index) {
    const main = item[item.kind] ?? item.container ?? item.seal ?? item.transit;
    const rest = [item.container, item.seal, item.transit, item.plate, item.declaration].filter(
      (value) => value && value !== main);
    const option = make("li", { role: "option", "aria-selected": String(index === this.chosen) },
      icon(item.kind === "seal" ? "lock" : item.kind === "transit" ? "transit" : "container"),
      make("b", { text: main }), make("span", { class: "quiet small", text: rest.join(" · ") }));
    option.id = `result-${index}`;
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.choose(index);
    });
    return option;
  }

  key(event) {
    if (event.key === "Escape") return this.close();
    if (event.key === "Enter" && this.chosen >= 0) return this.choose(this.chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.found.length) return;
    event.preventDefault();
    this.chosen = (this.chosen + step + this.found.length) % this.found.length;
    this.render();
  }

  choose(index) {
    const item = this.found[index];
    this.close();
    this.input.value = "";
    if (item) this.onChoice(item);
  }

  close() {
    this.found = [];
    this.chosen = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
