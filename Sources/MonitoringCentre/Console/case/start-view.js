// Where cases begin: the newest transits by status, searched, and chosen for playback together.
import { call } from "/api.js";
import { Clock } from "/case/clock.js";
import { loadZones } from "/case/case-data.js";
import { deadlineOf, Places, severities, short, statusTone } from "/case/places.js";
import { severityMark } from "/case/why.js";
import { words } from "/core/dialogs.js";
import { button, icon, make } from "/core/dom.js";
import { number, say } from "/phrases.js";

const statuses = ["", "open", "in-transit", "arrived", "closed", "cancelled"];
const pageSize = 100;
export const mostPlayed = 20;

export class StartView {
  constructor(context) {
    this.context = context;
    this.clock = new Clock(context.site.timeZone);
    this.status = "";
    this.items = [];
    this.chosen = new Set();
    this.filter = make("div", { class: "case-statuses", role: "group" });
    this.search = make("input", { type: "search", class: "case-search" });
    this.search.addEventListener("input", () => this.renderRows());
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && this.openFirst());
    this.playAll = button("case.play-chosen", () => this.play(), { icon: "play", look: "primary case-play-chosen" });
    this.rows = make("div", { class: "case-rows" });
    this.element = make("div", { class: "case-start padded" });
    this.stop = context.store.on("transit", () => this.isShown && this.loadSoon());
    this.stopAlerts = context.store.on("alerts", () => this.isShown && this.items.length && this.renderRows());
  }

  async show() {
    this.isShown = true;
    this.render();
    await this.load();
  }

  loadSoon() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.load().catch(() => {});
    }, 2000);
  }

  async load(more = false) {
    const query = new URLSearchParams({ limit: pageSize });
    if (this.status) query.set("status", this.status);
    if (more && this.next) query.set("cursor", this.next);
    try {
      this.places ??= new Places(await loadZones());
      const page = await call("GET", `/v1/transits?${query}`);
      this.items = more ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.problem = null;
    } catch (problem) {
      if (problem.status === 401) return this.context.fail(problem);
      this.problem = problem;
    }
    this.isLoaded = true;
    this.renderRows();
  }

  render() {
    this.filter.setAttribute("aria-label", say("case.status"));
    this.filter.replaceChildren(...statuses.map((status) => make("button", {
      type: "button", "aria-pressed": String(status === this.status), "data-status": status || "all",
      text: say(status ? `case.status.${status}` : "case.status-all"),
      onclick: () => {
        this.status = status;
        this.render();
        this.filter.querySelector("[aria-pressed=true]").focus();
        this.load();
      },
    })));
    this.search.placeholder = say("search.hint");
    this.search.setAttribute("aria-label", say("case.search"));
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h1", { text: say("case.title") }), this.playAll),
      make("div", { class: "case-finder" }, this.filter, this.search), this.rows);
    this.renderRows();
  }

  get found() {
    const text = this.search.value.trim().toLowerCase().replaceAll(/[\s.-]/g, "");
    if (!text) return this.items;
    return this.items.filter((one) => [one.container, one.seal, one.plate, one.declaration, one.transit]
      .some((value) => value?.toLowerCase().replaceAll(/[\s.-]/g, "").includes(text)));
  }

  renderRows() {
    this.playAll.replaceChildren(icon("play"), say("case.play-chosen", { count: number(this.chosen.size, 0) }));
    this.playAll.disabled = !this.chosen.size;
    this.playAll.title = say("case.play-hint", { most: mostPlayed });
    if (!this.isLoaded) return this.rows.replaceChildren(make("p", { class: "loading", text: say("loading") }));
    if (this.problem) {
      return this.rows.replaceChildren(make("div", { class: "empty" },
        make("p", { class: "error", text: words(this.problem) }), button("case.again", () => this.load())));
    }
    const { found } = this;
    const focused = this.rows.contains(document.activeElement) ? document.activeElement.dataset.transit : null;
    const scroll = this.rows.querySelector(".table")?.scrollTop ?? 0;
    const alerts = this.alertsByTransit();
    const columns = ["choose", "container", "status", "way", "seal", "plate", "declaration", "started", "deadline", "alerts"];
    const table = make("table", {}, make("caption", { class: "unseen", text: say("case.title") }),
      make("thead", {}, make("tr", {}, ...columns.map((name) => make("th", { scope: "col", class: `c-${name}` },
        name === "choose" ? make("span", { class: "unseen", text: say("case.choose") }) : ["container",
          "seal"].includes(name) ? say(name) : say(`case.${name}`))))),
      make("tbody", {}, ...found.map((one) => this.row(one, alerts.get(one.transit)))));
    this.rows.replaceChildren(found.length ? make("div", { class: "table" }, table) : this.nothing());
    if (this.next) this.rows.append(button("more", () => this.load(true), { look: "case-more" }));
    if (this.rows.querySelector(".table")) this.rows.querySelector(".table").scrollTop = scroll;
    if (focused) this.rows.querySelector(`input[data-transit="${CSS.escape(focused)}"]`)?.focus();
  }

  nothing() {
    const text = this.search.value.trim();
    const number = text.toUpperCase().replaceAll(/[\s-]/g, "");
    return make("div", { class: "empty" }, make("p", { text: say(text ? "case.none-found" : "case.none") }),
      /^[A-Z]{4}\d{7}$/.test(number) ? make("a", { class: "button", href: `#/case/container/${number}`,
        text: say("case.open-container", { container: number }) }) : null);
  }

  alertsByTransit() {
    const counts = new Map();
    for (const alert of this.context.store.alerts.values()) {
      if (!alert.transit) continue;
      const known = counts.get(alert.transit) ?? new Map();
      known.set(alert.severity, (known.get(alert.severity) ?? 0) + 1);
      counts.set(alert.transit, known);
    }
    return counts;
  }

  row(one, alerts) {
    const choice = make("input", { type: "checkbox", checked: this.chosen.has(one.transit), "data-transit": one.transit,
      "aria-label": say("case.choose-one", { name: `${one.container} ${one.transit}` }),
      onchange: () => {
        if (choice.checked && this.chosen.size >= mostPlayed) {
          choice.checked = false;
          return this.context.note(say("case.play-hint", { most: mostPlayed }));
        }
        if (choice.checked) this.chosen.add(one.transit);
        else this.chosen.delete(one.transit);
        this.playAll.replaceChildren(icon("play"), say("case.play-chosen", { count: number(this.chosen.size, 0) }));
        this.playAll.disabled = !this.chosen.size;
      } });
    const now = Date.parse(this.context.store.time) || Date.now();
    const deadline = deadlineOf(one, [...this.context.store.alerts.values()].filter((alert) => alert.transit === one.transit),
      now);
    const href = `#/case/transit/${encodeURIComponent(one.transit)}`;
    const row = make("tr", {},
      make("td", {}, choice),
      make("th", { scope: "row" }, make("a", { href, text: one.container }),
        make("span", { class: "quiet small case-id nowrap", text: one.transit })),
      make("td", {}, make("span", { class: `pill ${statusTone[one.status] ?? ""}`, text: say(`case.status.${one.status}`) })),
      make("td", { class: "case-way",
        text: `${short(this.places.facility(one.origin))} → ${short(this.places.facility(one.destination))}` }),
      make("td", { text: one.seal }), make("td", { class: "nowrap", text: one.plate ?? "–" }),
        make("td", { text: one.declaration }),
      make("td", { class: "nowrap", text: this.clock.moment(Date.parse(one.startsAt)) }),
      make("td", {}, make("span", { class: "nowrap", text: this.clock.moment(Date.parse(one.deadline)) }),
        make("span", { class: `case-deadline small ${deadline.tone}`, text: deadline.text })),
      make("td", { class: "nowrap" }, ...(alerts ? severities.filter((severity) => alerts.has(severity)).map((severity) =>
        make("span", { class: `pill ${severity}`, title: say(`severity.${severity}`) }, severityMark(severity),
          String(alerts.get(severity)))) : ["–"])));
    row.addEventListener("click", (event) => {
      if (!event.target.closest("a, input")) location.hash = href;
    });
    return row;
  }

  openFirst() {
    const [first] = this.found;
    const number = this.search.value.trim().toUpperCase().replaceAll(/[\s-]/g, "");
    if (first) this.context.go("case", "transit", first.transit);
    else if (/^[A-Z]{4}\d{7}$/.test(number)) this.context.go("case", "container", number);
  }

  play() {
    location.hash = `#/case/play/${[...this.chosen].map(encodeURIComponent).join(",")}`;
  }

  hide() {
    this.isShown = false;
  }

  retranslate() {
    this.render();
  }
}
