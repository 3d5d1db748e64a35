// The one timeline of a case: filtered by kind, in either order, followed by and leading the moment that the page shows.
import { icon, make } from "/core/dom.js";
import { kinds } from "/case/events.js";
import { whyAlert } from "/case/why.js";
import { number, say } from "/phrases.js";

const icons = {
  transit: "transit", seal: "lock", zone: "zone", gate: "gate", clearance: "order", alert: "bell", action: "person",
};
const shownAtOnce = 250;

export class Timeline {
  // `tools` are what `whyAlert` needs; `clock` says a moment in words.
  constructor(player, { tools, clock }) {
    this.player = player;
    this.tools = tools;
    this.clock = clock;
    this.entries = [];
    this.hidden = new Set();
    this.isNewestFirst = localStorage.getItem("case-order") !== "oldest";
    this.open = new Set();
    this.shown = shownAtOnce;
    this.filters = make("div", { class: "case-filters", role: "group" });
    this.list = make("ol", { class: "case-list" });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.more = make("button", { type: "button", class: "case-more", onclick: () => {
      this.shown += shownAtOnce;
      this.render();
    } });
    this.scroller = make("div", { class: "case-scroll" }, this.list, this.more);
    this.element = make("section", { class: "case-timeline" }, this.filters, this.scroller);
    this.stop = player.on((what) => this.follow(what));
  }

  set(entries) {
    this.entries = entries;
    this.render();
  }

  get visible() {
    const list = this.entries.filter((entry) => !this.hidden.has(entry.kind));
    return this.isNewestFirst ? list.reverse() : list;
  }

  render() {
    this.element.setAttribute("aria-label", say("case.timeline"));
    this.renderFilters();
    const visible = this.visible;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.key : null;
    const scroll = this.scroller.scrollTop;
    this.items = visible.slice(0, this.shown).map((entry) => ({ entry, element: this.item(entry) }));
    this.list.replaceChildren(...this.items.map(({ element }) => element));
    if (!visible.length) this.list.append(make("li", { class: "empty", text: say("case.nothing-happened") }));
    this.more.hidden = visible.length <= this.shown;
    this.more.textContent = `${say("more")} (${number(visible.length - this.shown, 0)})`;
    this.scroller.scrollTop = scroll;
    if (focused) this.items.find(({ entry }) => entry.key === focused)?.element.querySelector("button").focus({ preventScroll: true });
    this.current = null;
    this.follow("render");
  }

  renderFilters() {
    this.filters.setAttribute("aria-label", say("case.filter"));
    const counts = {};
    for (const { kind } of this.entries) counts[kind] = (counts[kind] ?? 0) + 1;
    this.filters.replaceChildren(...kinds.map((kind) => make("button", {
      type: "button", "data-kind": kind, "aria-pressed": String(!this.hidden.has(kind)), title: say(`case.kind.${kind}`),
      "aria-label": `${say(`case.kind.${kind}`)} (${counts[kind] ?? 0})`, disabled: !counts[kind],
      onclick: () => {
        if (this.hidden.has(kind)) this.hidden.delete(kind);
        else this.hidden.add(kind);
        this.render();
        this.filters.querySelector(`[data-kind=${kind}]`).focus();
      },
    }, icon(icons[kind]), make("span", { class: "case-count", text: counts[kind] ?? 0 }))),
    make("span", { class: "gap" }),
    make("button", {
      type: "button", class: "case-order bare",
        "aria-label": say(this.isNewestFirst ? "case.newest-first" : "case.oldest-first"),
        title: say(this.isNewestFirst ? "case.newest-first" : "case.oldest-first"),
      onclick: () => {
        this.isNewestFirst = !this.isNewestFirst;
        localStorage.setItem("case-order", this.isNewestFirst ? "newest" : "oldest");
        this.render();
        this.filters.querySelector(".case-order").focus();
      },
    }, make("span", { "aria-hidden": "true", text: this.isNewestFirst ? "↓" : "↑" })));
  }

  item(entry) {
    const isAlert = Boolean(entry.alert) && entry.kind === "alert";
    const isOpen = isAlert && this.open.has(entry.key);
    const main = make("button", { type: "button", class: "case-entry", "aria-expanded": isAlert ? String(isOpen) : undefined },
      make("span", { class: "case-when" }, make("b", { text: this.clock.clockSeconds(entry.at) }),
        make("span", { text: this.clock.day(entry.at) })),
      make("span", { class: "case-icon", title: say(`case.kind.${entry.kind}`) }, icon(icons[entry.kind])),
      make("span", { class: "case-what" },
        make("span", { class: "unseen", text: `${say(`case.kind.${entry.kind}`)}: ` }),
        make("b", { text: entry.title }),
        entry.kind === "alert" ? make("span", { class: "case-change", text: ` ${say(`case.alert.${entry.change}`)}` }) : null,
        entry.by ? make("span", { class: "quiet small case-by", text: ` ${entry.by}` }) : null,
        entry.detail && entry.detail !== say(`case.alert.${entry.change}`) ? make("span",
          { class: "case-detail", text: entry.detail }) : null));
    const element = make("li", { class: `case-item ${entry.tone} ${entry.isVoid ? "void" : ""}`, "data-key": entry.key,
      "data-kind": entry.kind }, main);
    if (isOpen) element.append(whyAlert(entry.alert, this.tools));
    main.addEventListener("click", () => {
      this.choose(entry, element);
      if (isAlert) this.toggle(entry);
    });
    return element;
  }

  toggle(entry, isOpen = !this.open.has(entry.key)) {
    if (isOpen) this.open.add(entry.key);
    else this.open.delete(entry.key);
    const item = this.items.find((item) => item.entry.key === entry.key);
    if (!item) return;
    const replaced = this.item(entry);
    const hadFocus = item.element.contains(document.activeElement);
    item.element.replaceWith(replaced);
    item.element = replaced;
    this.current = null;
    this.follow("render");
    if (hadFocus) replaced.querySelector("button").focus({ preventScroll: true });
    if (isOpen) this.keepInView(replaced);
  }

  // Shows an alert with its reasons.
  reveal(alert) {
    this.hidden.delete("alert");
    const entry = this.entries.find((entry) => entry.alert?.id === alert.id && entry.change === "raised");
    if (!entry) return;
    this.open.add(entry.key);
    this.shown = Math.max(this.shown, this.visible.indexOf(entry) + 1);
    this.render();
    this.choose(entry);
    const item = this.items.find((item) => item.entry === entry);
    if (item) this.scroller.scrollTop += item.element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    item?.element.querySelector("button").focus({ preventScroll: true });
  }

  choose(entry) {
    this.chosen = entry.key;
    this.player.pause();
    this.player.seek(entry.at);
    this.onChoice?.(entry);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -1e9, End: 1e9 }[event.key];
    if (!step || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    event.stopPropagation();
    const index = this.items.findIndex(({ element }) => element.contains(document.activeElement));
    const next = this.items[Math.min(this.items.length - 1, Math.max(0, index + step))];
    if (!next) return;
    next.element.querySelector("button").focus({ preventScroll: true });
    this.keepInView(next.element);
    this.choose(next.entry);
  }

  // Marks the entry of the shown moment: the chosen one, or the last one before it.
  follow(what) {
    if (!this.items?.length) return;
    const moment = this.player.shown;
    if (what === "seek" && this.chosen) {
      const chosen = this.items.find(({ entry }) => entry.key === this.chosen);
      if (!chosen || this.player.within(chosen.entry.at) !== moment) this.chosen = null;
    }
    let best = null;
    if (this.chosen && this.player.hovered === null && !this.player.isPlaying) {
      best = this.items.find(({ entry }) => entry.key === this.chosen);
    }
    if (!best) {
      for (const item of this.items) {
        if (item.entry.at > moment) continue;
        if (!best || item.entry.at > best.entry.at) best = item;
      }
    }
    if (best === this.current) return;
    this.current?.element.removeAttribute("aria-current");
    this.current = best;
    best?.element.setAttribute("aria-current", "true");
    if (best && what !== "hover" && what !== "render") this.keepInView(best.element);
  }

  keepInView(element) {
    const [own, frame] = [element.getBoundingClientRect(), this.scroller.getBoundingClientRect()];
    if (own.top < frame.top || own.bottom > frame.bottom) {
      this.scroller.scrollTop += own.top - frame.top - frame.height / 3;
    }
  }

  remove() {
    this.stop();
  }
}
