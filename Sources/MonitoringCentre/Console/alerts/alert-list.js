// A list of alerts of which only the rows in view exist: the full inbox, and in its compact form the one beside the map.
import { icon, make } from "/core/dom.js";
import { message } from "/live/evidence.js";
import { rowsOf } from "/alerts/alert-rows.js";
import { count, say, shortTime, time } from "/alerts/words.js";

// Rows beyond the edges of the view, so that scrolling shows no gaps.
const spare = 8;
const manyAlerts = 2000;

export class AlertList {
  // `onChoice(alert, row)` when a row is opened; `seen` is a Seen; a selectable list has boxes.
  constructor({ onChoice, onSelection = () => {}, seen, isCompact = false, isSelectable = false }) {
    Object.assign(this, { onChoice, onSelection, seen, isCompact, isSelectable });
    this.alerts = [];
    this.rows = [];
    this.opened = new Set();
    this.selected = new Set();
    this.cursor = null;
    this.chosen = null;
    this.elements = new Map();
    this.list = make("ul", { class: "alert-rows" });
    this.empty = make("p", { class: "empty", hidden: true });
    this.element = make("div", { class: `alert-list ${isCompact ? "compact" : "full"}`, tabIndex: -1 }, this.list, this.empty);
    this.element.addEventListener("scroll", () => this.renderSoon(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(this.element);
  }

  // What is listed; a long list that changes all the time is sorted at most once a second.
  set(alerts, isAtOnce = false) {
    const isNow = isAtOnce || !this.rows.length;
    this.alerts = alerts;
    if (isNow || alerts.length < manyAlerts) return this.fold();
    this.folding ??= setTimeout(() => {
      this.folding = undefined;
      this.fold();
    }, 1000);
  }

  fold() {
    this.rows = rowsOf(this.alerts, { opened: this.opened });
    if (this.selected.size) {
      const present = new Set(this.alerts.map((alert) => alert.id));
      for (const id of this.selected) if (!present.has(id)) this.selected.delete(id);
      this.onSelection(this.selected);
    }
    this.empty.hidden = this.rows.length > 0;
    this.empty.textContent = say(this.emptyPhrase ?? "no-alerts");
    this.elements.forEach((element) => (element.dataset.stale = "1"));
    this.renderSoon();
  }

  retranslate() {
    this.list.setAttribute("aria-label", say("page.alerts"));
    this.fold();
  }

  // A row's height is the style sheet's; one that is there tells it.
  measure() {
    const probe = make("li", { class: "alert-row" });
    this.list.append(probe);
    const height = probe.getBoundingClientRect().height;
    probe.remove();
    if (height) this.height = height;
    this.renderSoon();
  }

  renderSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  render() {
    if (!this.height || !this.element.clientHeight) return;
    const { height, rows } = this;
    this.list.style.height = `${rows.length * height}px`;
    const first = Math.max(0, Math.floor(this.element.scrollTop / height) - spare);
    const last = Math.min(rows.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / height) + spare);
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const focusedKey = focused?.closest(".alert-row")?.dataset.key;
    const focusedPart = focused?.dataset.part;
    const present = new Set();
    for (let i = first; i < last; i++) {
      present.add(rows[i].key);
      this.place(rows[i], i);
    }
    for (const [key, element] of this.elements) {
      if (present.has(key)) continue;
      element.remove();
      this.elements.delete(key);
    }
    // The order of the elements is the order of the rows: the tabulator and readers follow it.
    let before = null;
    for (let i = last - 1; i >= first; i--) {
      const element = this.elements.get(rows[i].key);
      if (element.nextSibling !== before || element.parentNode !== this.list) this.list.insertBefore(element, before);
      before = element;
    }
    if (focused && !focused.isConnected && focusedKey) {
      this.elements.get(focusedKey)?.querySelector(`[data-part="${focusedPart}"]`)?.focus({ preventScroll: true });
    }
  }

  place(row, index) {
    let element = this.elements.get(row.key);
    if (!element || element.dataset.stale) {
      const made = row.kind === "group" ? this.groupRow(row) : this.alertRow(row);
      made.dataset.key = row.key;
      element?.replaceWith(made);
      this.elements.set(row.key, made);
      element = made;
    }
    element.style.transform = `translateY(${index * this.height}px)`;
    element.setAttribute("aria-setsize", this.rows.length);
    element.setAttribute("aria-posinset", index + 1);
    if (row.kind === "alert") this.mark(element, row);
  }

  // What changes without the alert changing: selected, chosen, the keyboard's row, read.
  mark(element, row) {
    element.classList.toggle("chosen", row.alerts.some((alert) => alert.id === this.chosen) && (row.count === 1 || !row.isOpen));
    element.classList.toggle("cursor", row.key === this.cursor);
    element.classList.toggle("unread", !row.alerts.every((alert) => this.seen.has(alert)));
    const box = element.querySelector("input");
    if (box) {
      const chosen = row.alerts.filter((alert) => this.selected.has(alert.id)).length;
      box.checked = chosen === row.count;
      box.indeterminate = chosen > 0 && chosen < row.count;
    }
  }

  groupRow({ group, count: many }) {
    const tone = group === "escalated" ? "critical" : group;
    const phrase = group === "escalated" ? "alerts.escalated" : `severity.${group}`;
    return make("li", { class: `alert-row group ${tone}` },
      make("span", { class: "group-name", text: say(phrase) }), make("span", { class: "pill", text: count(many) }));
  }

  alertRow(row) {
    const { alert } = row;
    const facts = [alert.container, alert.seal, alert.transit, alert.facility].filter(Boolean);
    const open = make("button", { type: "button", class: "alert-open", "data-part": "open" },
      make("span", { class: "alert-rule" }, make("i", { class: "mark", "aria-hidden": "true" }),
        make("b", { text: say(`rule.${alert.rule}`) }),
        make("span", { class: "unseen", text: say(`severity.${alert.severity}`) }),
        alert.acknowledged ? make("span", { class: "acked", title: say("acknowledged") }, icon("check"),
          make("span", { class: "unseen", text: say("acknowledged") })) : null,
        alert.status !== "active" ? make("span", { class: "quiet small", text: say(`alerts.status.${alert.status}`) }) : null),
      make("time", { class: "quiet", title: time(alert.startedAt),
        text: this.isCompact ? shortTime(alert.startedAt, this.now) : time(alert.startedAt) }),
      make("span", { class: "alert-message", text: message(alert), title: message(alert) }),
      this.isCompact ? null : make("span", { class: "alert-subject quiet", text: facts.slice(0, 2).join(" · ") }),
      alert.assignee && !this.isCompact ? make("span", { class: "alert-assignee quiet small", text: alert.assignee }) : null);
    open.addEventListener("click", () => this.choose(row));
    const classes = ["alert-row", alert.severity, row.isRepeat ? "repeat" : "", alert.acknowledged ? "acknowledged" : ""];
    return make("li", { class: classes.filter(Boolean).join(" "), "data-id": alert.id },
      this.isSelectable ? this.box(row) : null, open, row.count > 1 ? this.unfolder(row) : null);
  }

  box(row) {
    const box = make("input", { type: "checkbox", "data-part": "box", "aria-label": say("alerts.select") });
    box.addEventListener("click", (event) => this.toggle(row, box.checked, event.shiftKey));
    return make("span", { class: "alert-box" }, box);
  }

  unfolder(row) {
    const text = `×${count(row.count)}`;
    const label = say("alerts.repeats", { count: count(row.count) });
    const button = make("button", {
      type: "button", class: "pill repeats", "data-part": "repeats", "aria-expanded": String(row.isOpen), title: label, text });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      if (this.opened.has(row.key)) this.opened.delete(row.key);
      else this.opened.add(row.key);
      this.fold();
    });
    return button;
  }

  choose(row) {
    this.chosen = row.alert.id;
    this.cursor = row.key;
    this.seen.add(...row.alerts);
    this.onChoice(row.alert, row);
    this.renderSoon();
  }

  // Selects a row, or with shift all from the one before to this one.
  toggle(row, isSelected, isRange) {
    const at = this.rows.findIndex((other) => other.key === row.key);
    const from = isRange ? this.rows.findIndex((other) => other.key === this.lastToggled) : -1;
    const [low, high] = from < 0 ? [at, at] : [Math.min(at, from), Math.max(at, from)];
    for (const { kind, alerts } of this.rows.slice(low, high + 1)) {
      if (kind === "alert") for (const { id } of alerts) isSelected ? this.selected.add(id) : this.selected.delete(id);
    }
    this.lastToggled = row.key;
    this.onSelection(this.selected);
    this.renderSoon();
  }

  selectAll(isSelected) {
    this.selected = new Set(isSelected ? this.alerts.map((alert) => alert.id) : []);
    this.onSelection(this.selected);
    this.renderSoon();
  }

  get selection() {
    return this.alerts.filter((alert) => this.selected.has(alert.id));
  }

  get cursorRow() {
    return this.rows.find((row) => row.key === this.cursor && row.kind === "alert");
  }

  // Moves the keyboard's row.
  step(by) {
    let at = this.rows.findIndex((row) => row.key === this.cursor);
    if (at < 0) at = by > 0 ? -1 : this.rows.length;
    do at += by;
    while (this.rows[at]?.kind === "group");
    if (!this.rows[at]) return;
    this.cursor = this.rows[at].key;
    const top = at * this.height;
    const { scrollTop, clientHeight } = this.element;
    if (top - this.height < scrollTop) this.element.scrollTop = top - this.height;
    else if (top + this.height > scrollTop + clientHeight) this.element.scrollTop = top + this.height - clientHeight;
    this.render();
    this.elements.get(this.cursor)?.querySelector("[data-part=open]")?.focus({ preventScroll: true });
  }
}
