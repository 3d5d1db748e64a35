// The inbox: all alerts by severity with filters, many at a time or one by one, and the evidence of the chosen one.
import { call } from "/api.js";
import { decide } from "/alerts/alert-actions.js";
import { AlertFilters } from "/alerts/alert-filters.js";
import { AlertList } from "/alerts/alert-list.js";
import { passes } from "/alerts/alert-rows.js";
import { Seen } from "/alerts/seen.js";
import { count, say } from "/alerts/words.js";
import { button, icon, make } from "/core/dom.js";
import { isTyping, tellKey } from "/core/keyboard.js";
import { Evidence } from "/live/evidence.js";
import { styleSheet } from "/map/base-map.js";

const pageSize = 500;
// Of what is over, at most so many are kept in the page.
const mostPast = 20000;
const sheet = styleSheet("/alerts/alerts.css");

export class Page {
  constructor(context) {
    this.context = context;
    this.past = [];
    this.seen = new Seen(context.account.name);
    this.list = new AlertList({
      seen: this.seen, isSelectable: context.may("decide"), onSelection: () => this.renderBulk(),
      onChoice: (alert) => context.go("alerts", "alert", alert.id),
    });
    this.filters = new AlertFilters(context, () => this.reload());
    this.evidence = new Evidence(context, {
      onClose: () => context.go("alerts"), onMap: (alert) => context.go("live", "alert", alert.id),
    });
    this.heading = make("div", { class: "heading" });
    this.bulk = make("div", { class: "alerts-bulk" });
    this.more = make("div", { class: "more", hidden: true });
    this.main = make("div", { class: "alerts-main" }, this.list.element, this.more);
    this.element = make("section", { class: "alerts-page" },
      make("div", { class: "alerts-tools" }, this.heading, this.filters.element, this.bulk), this.main, this.evidence.element);
    this.stop = [
      context.store.on("alerts", () => this.refresh()),
      context.store.on("alert-actions", (alerts) => this.replace(alerts)),
    ];
    this.onKey = (event) => this.key(event);
    for (const [key, phrase] of [["j k", "alerts.key.move"], ["x", "alerts.key.select"], ["Enter", "alerts.key.open"],
      ["a", "alerts.key.acknowledge"], ["c", "alerts.key.comment"], ["e", "alerts.key.clear"]]) tellKey(key, phrase);
    call("GET", "/v1/facilities").then(({ items }) => this.filters.setFacilities(items)).catch(() => {});
    this.retranslate();
  }

  async show(parts) {
    await sheet;
    this.isShown = true;
    addEventListener("keydown", this.onKey);
    this.list.measure();
    if (!this.isLoaded) await this.reload();
    this.isLoaded = true;
    this.refresh();
    const id = parts[0] === "alert" ? parts[1] : null;
    this.list.chosen = id;
    this.list.fold();
    if (!id) return this.evidence.hide();
    const alert = this.context.store.alerts.get(id) ?? this.past.find((alert) => alert.id === id)
      ?? await call("GET", `/v1/alerts/${encodeURIComponent(id)}`);
    this.seen.add(alert);
    this.evidence.show(alert);
  }

  hide() {
    this.isShown = false;
    removeEventListener("keydown", this.onKey);
  }

  // The officer has signed out.
  remove() {
    for (const stop of this.stop) stop();
    this.evidence.remove();
  }

  retranslate() {
    this.filters.render();
    this.renderHeading();
    this.renderBulk();
    this.list.retranslate();
    this.evidence.retranslate();
  }

  // The list from its beginning, as the filters are now.
  async reload() {
    this.past = [];
    this.next = null;
    this.renderHeading();
    this.list.emptyPhrase = this.filters.isLive ? "alerts.none" : "loading";
    if (!this.filters.isLive) await this.loadMore();
    this.list.emptyPhrase = "alerts.none";
    this.refresh(true);
  }

  async loadMore() {
    const asked = this.filters.query.toString();
    try {
      const cursor = this.next ? `&cursor=${encodeURIComponent(this.next)}` : "";
      const page = await call("GET", `/v1/alerts?${asked}&limit=${pageSize}${cursor}`);
      // The officer asked something else meanwhile.
      if (asked !== this.filters.query.toString()) return;
      this.past.push(...page.items);
      this.next = this.past.length < mostPast ? page.next : null;
    } catch (problem) {
      this.context.fail(problem);
    }
    this.refresh(true);
  }

  refresh(isAtOnce = false) {
    if (!this.isShown) return;
    const asked = this.filters.asked;
    const from = this.filters.isLive ? [...this.context.store.alerts.values()] : this.past;
    this.list.set(from.filter((alert) => passes(alert, asked)), isAtOnce);
    this.more.hidden = this.filters.isLive || !this.next;
    if (!this.more.hidden) this.more.replaceChildren(button("more", () => this.loadMore()));
    this.renderCount();
  }

  // What an action of ours made of alerts that are over.
  replace(alerts) {
    const changed = new Map(alerts.map((alert) => [alert.id, alert]));
    this.past = this.past.map((alert) => changed.get(alert.id) ?? alert);
    this.refresh();
  }

  renderHeading() {
    const query = this.filters.query;
    query.set("format", "csv");
    query.set("limit", "1000");
    const link = make("a", { class: "button", download: "alerts.csv", href: `/v1/alerts?${query}` },
      icon("download"), say("alerts.csv"));
    this.counted = make("span", { class: "quiet", role: "status" });
    this.heading.replaceChildren(make("h1", { text: say("page.alerts") }), this.counted, link,
      button("alerts.read-all", () => this.readAll(), { icon: "check" }));
    this.renderCount();
  }

  renderCount() {
    const unread = this.list.alerts.filter((alert) => !this.seen.has(alert)).length;
    const text = say("alerts.count", { count: count(this.list.alerts.length), unread: count(unread) });
    if (this.counted.textContent !== text) this.counted.textContent = text;
  }

  readAll() {
    this.seen.add(...this.list.alerts);
    this.refresh();
  }

  renderBulk() {
    this.bulk.hidden = !this.context.may("decide");
    const selected = this.list.selected.size;
    if (!this.all) {
      this.all = make("input", { type: "checkbox", name: "all", onchange: () => this.list.selectAll(this.all.checked) });
      this.allText = make("span");
      this.bulkButtons = make("div", { class: "buttons" });
      this.bulk.append(make("label", {}, this.all, this.allText), this.bulkButtons);
    }
    this.allText.textContent = selected ? say("alerts.selected", { count: count(selected) }) : say("alerts.select-all");
    this.all.checked = selected > 0 && selected === this.list.alerts.length;
    this.all.indeterminate = selected > 0 && !this.all.checked;
    if (Boolean(selected) === this.hadSelection && this.language === say("clear")) return;
    [this.hadSelection, this.language] = [Boolean(selected), say("clear")];
    this.bulkButtons.replaceChildren(...(selected ? ["acknowledge", "assign", "comment", "clear"].map((action) => {
      const element = button(`alerts.do.${action}`, () => this.bulkAct(action));
      element.dataset.bulk = action;
      return element;
    }) : [make("span", { class: "quiet small", text: say("alerts.keys-hint") })]));
  }

  async bulkAct(action) {
    const outcome = await decide(this.context, this.list.selection, action, { isAsked: true });
    if (!outcome) return;
    for (const { id } of outcome.done) this.list.selected.delete(id);
    this.seen.add(...outcome.done);
    this.renderBulk();
    this.refresh();
  }

  key(event) {
    if (isTyping(event) && event.target.type !== "checkbox") return;
    if (document.querySelector("dialog[open]")) return;
    const row = this.list.cursorRow;
    const chosen = () => (this.list.selected.size ? this.list.selection : row?.alerts ?? []);
    const go = (action, isAsked) => {
      const alerts = chosen();
      if (alerts.length && this.context.may("decide")) {
        decide(this.context, alerts, action, { isAsked }).then((outcome) => outcome && this.refresh());
      }
    };
    const keys = {
      j: () => this.list.step(1), k: () => this.list.step(-1),
      x: () => row && this.list.isSelectable
        && this.list.toggle(row, !row.alerts.every((alert) => this.list.selected.has(alert.id))),
      a: () => go("acknowledge", false), c: () => go("comment", true), e: () => go("clear", true),
      Enter: () => row && this.list.choose(row), Escape: () => this.evidence.alert && this.context.go("alerts"),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keys[event.key]) return;
    // A button that has the focus takes this key itself.
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    // A letter after `g` goes to a page.
    event.preventDefault();
    keys[event.key]();
  }
}
