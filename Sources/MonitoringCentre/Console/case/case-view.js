// One case: head, map, timeline, scrubber and plots that all show the same moment.
import { caseHead } from "/case/head.js";
import { CaseMap } from "/case/case-map.js";
import { loadCase, loadOutline, loadTrack, trackSource } from "/case/case-data.js";
import { Clock } from "/case/clock.js";
import { decideClearance, endTransit } from "/case/decisions.js";
import { eventsOf } from "/case/events.js";
import { showExports } from "/case/exports.js";
import { bandsOf, facilitiesOf, ticksOf } from "/case/marks.js";
import { isEnded, Places } from "/case/places.js";
import { Player } from "/case/player.js";
import { Plots } from "/case/plots.js";
import { fillReport } from "/case/report.js";
import { Scrubber } from "/case/scrubber.js";
import { Timeline } from "/case/timeline.js";
import { Track } from "/case/track.js";
import { words } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { number, say } from "/phrases.js";

// Metres that the first sketch of a long way may be off.
const outlineMeters = 150;
// What the stream tells of the case is asked for again at most so often.
const refreshMilliseconds = 3000;
// The rule's own limit where no alert says another: 27.8 m/s.
const speedLimit = 27.8;
const longTrack = 20000;
const tabs = ["map", "timeline", "plots"];

export class CaseView {
  constructor(context) {
    this.context = context;
    this.clock = new Clock(context.site.timeZone);
    this.player = new Player();
    this.map = new CaseMap(this.player, { site: context.site, clock: this.clock });
    this.timeline = new Timeline(this.player, {
      clock: this.clock, tools: { may: context.may, fail: context.fail, changed: (alert) => this.changed(alert) },
    });
    this.scrubber = new Scrubber(this.player, { clock: this.clock, facts: (moment) => this.factsAt(moment) });
    this.scrubber.onFollow = (isFollowing) => (this.map.isFollowing = isFollowing);
    this.plots = new Plots(this.player, { clock: this.clock, speedLimit });
    this.map.onAlert = (alert) => {
      this.show("timeline");
      this.timeline.reveal(alert);
    };
    this.head = make("div", { class: "case-head-place" });
    this.tabs = make("div", { class: "case-tabs", role: "group" });
    this.message = make("div", { class: "loading case-message" });
    this.report = make("article", { class: "case-report", "aria-hidden": "true" });
    this.body = make("div", { class: "case-body" }, this.tabs,
      make("div", { class: "case-main" }, this.map.element, this.timeline.element), this.scrubber.element, this.plots.element);
    this.element = make("div", { class: "case-view" }, this.head, this.message, this.body, this.report);
    this.show("map");
    this.started = this.map.start();
    this.listen();
  }

  listen() {
    const { store } = this.context;
    const concerns = (one) => one && this.data && (one.container === this.data.number
      || (one.transit && one.transit === this.data.transit?.transit));
    this.stops = [
      store.on("alert", ({ alert }) => concerns(alert) && this.refreshSoon()),
      ...["transit", "gate-event", "zone"].map((kind) => store.on(kind, (event) => concerns(event) && this.refreshSoon())),
      store.on("seals", (moved) => moved.some((one) => one.seal === this.data?.transit?.seal) && !isEnded(this.data.transit)
        && this.refreshSoon(false)),
    ];
    this.printing = () => this.isShown && this.data && this.fillReport();
    addEventListener("beforeprint", this.printing);
  }

  get now() {
    return Date.parse(this.context.store.time) || Date.now();
  }

  get transitId() {
    return this.data?.transit?.transit;
  }

  async load(asked, { alert } = {}) {
    this.isShown = true;
    const key = JSON.stringify(asked);
    if (this.key === key && this.data) {
      await this.refresh();
    } else {
      this.key = key;
      this.data = null;
      this.player.pause();
      this.say(say("loading"), true);
      try {
        await this.loadAll(asked, key);
      } catch (problem) {
        if (this.key !== key) return;
        if (problem.status === 401) return this.context.fail(problem);
        const isUnknown = problem.status === 404 && !problem.message;
        return this.say(isUnknown ? say("case.not-found", { name: asked.container ?? asked.transit }) : words(problem));
      }
    }
    const shown = this.data?.alerts.find((one) => one.id === alert);
    if (shown) this.timeline.reveal(shown);
  }

  async loadAll(asked, key) {
    const data = await loadCase(asked);
    if (this.key !== key) return;
    this.take(data);
    this.track = Track.empty();
    this.source = trackSource(data);
    this.takePosition();
    this.say("");
    this.renderHead();
    this.renderEvents();
    await this.started;
    // The sketch first: the reports of a month come later.
    const tracking = loadTrack(this.source);
    if (this.source && this.map.base) {
      const outline = await Promise.race([loadOutline(this.source, outlineMeters).catch(() => []),
        tracking.then(() => [], () => [])]);
      if (this.key === key && outline.length && !this.track.length) this.map.setOutline(outline);
    }
    const track = await tracking;
    if (this.key !== key) return;
    this.track = track;
    await this.renderTrack({ fit: true });
  }

  take(data) {
    this.data = data;
    this.places = new Places(data.zones);
  }

  // The newest position that the stream told.
  takePosition() {
    const { transit, summary } = this.data;
    const position = isEnded(transit) ? null : this.context.store.seals.get(transit?.seal);
    if (!position || (summary?.position && summary.position.time >= position.time)) return;
    this.data.summary = { ...summary, position };
  }

  // An alert as it is after an action of ours.
  changed(alert) {
    this.context.store.keepAlert(alert);
    const index = this.data.alerts.findIndex((one) => one.id === alert.id);
    if (index >= 0) this.data.alerts[index] = alert;
    this.renderHead();
    this.renderEvents();
  }

  // Of a seal that moved only its way is asked for again.
  refreshSoon(isAll = true) {
    this.isAllOld ||= isAll;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (this.isShown && this.data) this.refresh(this.isAllOld).catch(() => {});
      this.isAllOld = false;
    }, refreshMilliseconds);
  }

  // Asks again for what may have changed; of the track only what came after its end.
  async refresh(isAll = true) {
    const key = this.key;
    if (isAll) {
      const data = await loadCase(JSON.parse(key));
      if (this.key !== key) return;
      this.take(data);
      this.source = trackSource(data);
    }
    this.takePosition();
    this.renderHead();
    await this.refreshTrack(key, isAll);
    // What is being written stays.
    const isTyping = this.timeline.element.contains(document.activeElement) && document.activeElement.matches("input");
    if (this.key === key && !isTyping) await this.renderTrack({ fit: false });
  }

  // A backlog comes late with times of before: a track that is not long is asked for as a whole.
  async refreshTrack(key, isAll) {
    if (!this.source) return;
    if (!this.track?.length || (isAll && this.track.length < longTrack)) {
      const track = await loadTrack(this.source);
      if (this.key === key) this.track = track;
    } else if (!isEnded(this.data.transit)) {
      const later = await loadTrack({ ...this.source, from: new Date(this.track.to + 1).toISOString() });
      if (this.key === key && later.length) this.track = this.track.followedBy(later);
    }
  }

  say(text, isLoading = false) {
    this.message.className = isLoading ? "loading case-message" : "empty case-message";
    this.message.replaceChildren(make("p", { text }), isLoading ? "" : button("case.to-list", () => this.context.go("case"),
      { icon: "left" }));
    this.message.hidden = !text;
    this.body.hidden = Boolean(text);
    if (text) this.head.replaceChildren();
  }

  renderHead() {
    this.head.replaceChildren(caseHead(this.data, { places: this.places, now: this.now, may: this.context.may,
      actions: this.actions(), clock: this.clock }));
    document.title = `${this.data.number} · ${this.context.site.siteName ?? "VASSCM"}`;
  }

  actions() {
    const decided = async (answer, phrase) => {
      if (!answer) return;
      this.context.note(say(phrase), "good");
      await this.refresh();
    };
    return {
      end: async (how) => decided(await endTransit(this.data.transit, how),
        how === "close" ? "case.closed-done" : "case.cancelled-done"),
      clearance: async () => decided(await decideClearance({
        number: this.data.number, declaration: this.data.transit?.declaration ?? this.data.summary?.clearances?.[0]?.declaration,
      }), "case.clearance-done"),
      exports: () => showExports({
        data: this.data, source: this.source, entries: this.entries, map: this.map, plots: this.plots,
      }),
      print: () => window.print(),
      transit: (id) => this.context.go("case", "transit", id),
      alerts: (severity) => {
        const open = this.data.alerts.filter((alert) => alert.status === "active" && alert.severity === severity);
        const next = open[(open.findIndex((alert) => alert.id === this.revealed) + 1) % open.length];
        this.revealed = next.id;
        this.show("timeline");
        this.timeline.reveal(next);
      },
    };
  }

  renderEvents() {
    this.entries = eventsOf(this.data, this.track, this.places);
    this.timeline.set(this.entries);
  }

  async renderTrack({ fit }) {
    const { track, data } = this;
    this.renderEvents();
    // Without a track the time is that of what is known otherwise.
    const from = track.from ?? this.entries[0]?.at ?? this.now;
    const to = track.to ?? this.entries.at(-1)?.at ?? this.now;
    // Who looks at the newest moment goes on doing so.
    const isAtEnd = !this.player.isPlaying && this.player.moment >= this.player.to;
    this.player.setSpan(from, to, fit || isAtEnd ? Infinity : this.player.moment);
    this.scrubber.set({ ticks: this.ticks(), bands: bandsOf(this.track) });
    this.map.set({ track, route: this.places.route(data.transit?.route), alerts: data.alerts.filter((alert) => !alert.transit || alert.transit === data.transit?.transit),
      ends: this.places.ends(data.transit), facilities: track.length ? [] : facilitiesOf(this.data, this.places) }, { fit });
    await this.plots.set(track);
    this.element.dataset.drawn = this.key;
  }

  ticks() {
    return ticksOf(this.entries, this.player, this.clock);
  }

  factsAt(moment) {
    const now = this.track?.at(moment);
    if (!now) return "";
    const parts = [say(`state.${now.state}`)];
    if (!Number.isNaN(now.speed)) parts.push(`${number(now.speed * 3.6, 0)} km/h`);
    if (!Number.isNaN(now.battery)) parts.push(`${say("battery")} ${number(now.battery * 100, 0)} %`);
    if (now.isGap) parts.push(say("case.gap-short"));
    return parts.join(" · ");
  }

  // On a phone one of the three is shown.
  show(tab) {
    this.element.dataset.tab = tab;
    this.tabs.setAttribute("aria-label", say("case.parts"));
    this.tabs.replaceChildren(...tabs.map((name) => make("button",
      { type: "button", "data-tab": name, "aria-pressed": String(name === tab),
      text: say(`case.tab.${name}`), onclick: () => this.show(name) })));
  }

  fillReport() {
    fillReport(this.report, {
      data: this.data, entries: this.entries, map: this.map, plots: this.plots, places: this.places, now: this.now,
        clock: this.clock,
      account: this.context.account, siteName: this.context.site.siteName ?? "VASSCM",
    });
  }

  hide() {
    this.isShown = false;
    this.player.pause();
    document.title = this.context.site.siteName ?? "VASSCM";
  }

  retranslate() {
    this.show(this.element.dataset.tab);
    this.scrubber.retranslate();
    this.map.retranslate();
    if (!this.data) return;
    this.renderHead();
    this.renderEvents();
    this.scrubber.set({ ticks: this.ticks(), bands: bandsOf(this.track) });
    this.plots.render();
  }
}
