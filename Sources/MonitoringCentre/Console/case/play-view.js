// The playback of many transits at once: their marks run over one map, with trails, and each has one line of facts.
import { call } from "/api.js";
import { canvasLayer } from "/case/canvas-layer.js";
import { loadTrack, loadZones, trackSource } from "/case/case-data.js";
import { Clock } from "/case/clock.js";
import { Places, short } from "/case/places.js";
import { Player } from "/case/player.js";
import { drawCourse, tones } from "/case/runners.js";
import { Scrubber } from "/case/scrubber.js";
import { mostPlayed } from "/case/start-view.js";
import { Way } from "/case/way.js";
import { words } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { onTheme } from "/core/theme.js";
import { span } from "/live/evidence-words.js";
import { BaseMap } from "/map/base-map.js";
import { number, say } from "/phrases.js";

const trailMilliseconds = 45 * 60e3;
const alertPageSize = 200;

export class PlayView {
  constructor(context) {
    this.context = context;
    this.clock = new Clock(context.site.timeZone);
    this.player = new Player();
    this.runs = [];
    this.ground = make("div", { class: "case-ground" });
    this.legend = make("ol", { class: "case-runs" });
    this.scrubber = new Scrubber(this.player, {
      clock: this.clock, facts: (moment) => (this.isAligned ? `+${span((moment - this.player.from) / 1000)}` : ""),
    });
    this.title = make("h1", {});
    this.back = make("span", {});
    this.align = make("button", { type: "button", class: "case-align", "aria-pressed": "false",
      onclick: () => this.setAligned(!this.isAligned) });
    this.message = make("div", { class: "loading case-message" });
    this.body = make("div", { class: "case-play-body" }, make("section", { class: "case-map" }, this.ground), this.legend);
    this.element = make("div", { class: "case-play-view" },
      make("header", { class: "case-play-head" }, this.back, this.title, make("span", { class: "gap" }), this.align),
      this.message, this.body, this.scrubber.element);
    this.scrubber.onFollow = (isFollowing) => isFollowing && this.fitNow();
    this.player.on(() => this.paintSoon());
    onTheme(() => this.paintSoon());
    this.started = this.start();
  }

  async start() {
    this.base = await BaseMap.make(this.ground, { site: this.context.site, zones: true });
    if (!this.base) return;
    this.layer = canvasLayer(this.base.L, { pane: "ways",
      paint: (canvas, view) => this.paint(canvas, view) }).addTo(this.base.map);
  }

  async load(ids) {
    this.renderHead();
    const key = ids.join();
    if (this.key === key && this.runs.length) return;
    this.key = key;
    this.player.pause();
    this.say(say("loading"));
    const asked = [...new Set(ids)].slice(0, mostPlayed);
    try {
      this.places = new Places(await loadZones());
      const runs = [];
      // A few at a time: none of them is a burst to the server.
      for (let index = 0; index < asked.length; index += 4) {
        runs.push(...await Promise.all(asked.slice(index, index + 4).map((id) => this.loadRun(id))));
      }
      if (this.key !== key) return;
      this.runs = runs.filter((run) => run);
    } catch (problem) {
      if (problem.status === 401) return this.context.fail(problem);
      return this.say(words(problem));
    }
    await this.started;
    if (!this.runs.some((run) => run.track.length)) return this.say(say("case.nothing-to-play"));
    this.say("");
    this.span();
    this.renderLegend();
    this.fit();
  }

  async loadRun(id) {
    const transit = await call("GET", `/v1/transits/${encodeURIComponent(id)}`).catch((problem) => {
      if (problem.status !== 404) throw problem;
      this.context.note(say("case.not-found", { name: id }), "critical");
      return null;
    });
    if (!transit) return null;
    const [track, alerts] = await Promise.all([
      loadTrack(trackSource({ transit })), call("GET", `/v1/alerts?transit=${encodeURIComponent(id)}&limit=${alertPageSize}`)]);
    return { transit, track, way: new Way(track), alerts: alerts.items, isShown: true };
  }

  // Every run at its own time, or all as though they had begun together.
  setAligned(isAligned) {
    this.isAligned = isAligned;
    this.renderHead();
    this.player.pause();
    this.span();
    this.paintSoon();
  }

  span() {
    const runs = this.runs.filter((run) => run.track.length);
    const first = Math.min(...runs.map((run) => run.track.from));
    for (const run of runs) run.shift = this.isAligned ? run.track.from - first : 0;
    const last = Math.max(...runs.map((run) => run.track.to - run.shift));
    this.player.setSpan(first, last, first);
    this.scrubber.set({
      bands: [],
      ticks: runs.flatMap((run) => run.alerts.map((alert) => ({ at: Date.parse(alert.startedAt) - run.shift, tone: alert.severity,
        words: `${run.transit.container}: ${say(`rule.${alert.rule}`)}` }))).filter(({ at }) => at >= first
          && at <= last).sort((a, b) => a.at - b.at),
    });
  }

  say(text) {
    this.message.textContent = text;
    this.message.hidden = !text;
    this.body.classList.toggle("waiting", Boolean(text));
    this.scrubber.element.hidden = Boolean(text);
  }

  renderHead() {
    this.title.textContent = say("case.play-title");
    this.back.replaceChildren(button("case.to-list", () => this.context.go("case"), { icon: "left", look: "bare" }));
    this.align.textContent = say("case.align");
    this.align.title = say("case.align-hint");
    this.align.setAttribute("aria-pressed", String(Boolean(this.isAligned)));
  }

  renderLegend() {
    this.legend.setAttribute("aria-label", say("case.play-title"));
    this.legend.replaceChildren(...this.runs.map((run, index) => {
      run.tone = tones()[index % mostPlayed];
      run.line = make("span", { class: "case-run-facts" });
      const way = `${short(this.places.facility(run.transit.origin))} → ${short(this.places.facility(run.transit.destination))}`;
      const swatch = make("span", { class: "case-run-number", text: index + 1 });
      swatch.style.borderColor = run.tone;
      const shown = make("input", { type: "checkbox", checked: run.isShown,
        "aria-label": say("case.show-run", { name: run.transit.container }),
        onchange: () => {
          run.isShown = shown.checked;
          this.paintSoon();
        } });
      return make("li", {}, shown, swatch, make("span", { class: "case-run-what" },
        make("span", { class: "case-run-name", title: way },
          make("a", { href: `#/case/transit/${encodeURIComponent(run.transit.transit)}`, text: run.transit.container }),
          make("span", { class: "quiet small", text: ` ${run.transit.plate ?? ""} · ${way}` })),
        run.line));
    }));
    this.tell();
  }

  fit() {
    const boxes = this.runs.map((run) => run.way.box).filter(Boolean);
    if (this.base && boxes.length) this.base.map.fitBounds(boxes.flat(), { padding: [40, 40], animate: false });
  }

  fitNow() {
    const places = this.runs.filter((run) => run.isShown && run.now && !run.now.isBefore).map(({ now }) => [now.lat, now.lon]);
    if (this.base && places.length) this.base.map.fitBounds(places, { padding: [80, 80], maxZoom: 13, animate: false });
  }

  paintSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      for (const run of this.runs) run.now = run.track.at(this.player.shown + (run.shift ?? 0));
      this.layer?.repaint();
      this.tell();
      this.keepInView();
    });
  }

  // Follows while it runs: no mark leaves the map.
  keepInView() {
    if (!this.scrubber.isFollowing || !this.player.isPlaying || !this.base) return;
    const bounds = this.base.map.getBounds();
    const isOut = this.runs.some(({ isShown, now }) => isShown && now && !now.isBefore && !now.isAfter
      && !bounds.contains([now.lat, now.lon]));
    if (isOut) this.fitNow();
  }

  paint(canvas, view) {
    const moment = this.player.shown;
    const shown = this.runs.filter((run) => run.isShown && run.track.length);
    for (const run of shown) run.way.draw(canvas, view, "speed", { only: { colour: run.tone, width: 1.5 }, fade: 0.35 });
    for (const run of shown) {
      const at = moment + (run.shift ?? 0);
      const to = run.track.indexAt(at);
      const from = run.track.indexAt(at - trailMilliseconds);
      if (to > 0) run.way.draw(canvas, view, "speed", { from, to, only: { colour: run.tone, width: 4 } });
    }
    for (const run of shown) if (run.now && !run.now.isBefore) drawCourse(canvas, view, run, this.runs.indexOf(run) + 1);
  }

  // One line each: state, speed, battery, and the alert that is open at the moment.
  tell() {
    const moment = this.player.shown;
    for (const run of this.runs) {
      const { now } = run;
      const at = moment + (run.shift ?? 0);
      const parts = [];
      if (!now || now.isBefore) parts.push(say("case.not-begun"));
      else if (now.isAfter) parts.push(say(`case.status.${run.transit.status}`));
      else {
        parts.push(say(`state.${now.state}`));
        if (!Number.isNaN(now.speed)) parts.push(`${number(now.speed * 3.6, 0)} km/h`);
        if (!Number.isNaN(now.battery)) parts.push(`${say("battery")} ${number(now.battery * 100, 0)} %`);
        if (now.isGap) parts.push(say("case.gap-short"));
      }
      const alert = run.alerts.find((one) => Date.parse(one.startedAt) <= at
        && (!one.clearedAt || Date.parse(one.clearedAt) >= at) && !now?.isAfter);
      if (alert) parts.push(`⚠ ${say(`rule.${alert.rule}`)}`);
      const text = parts.join(" · ");
      if (run.line && run.line.textContent !== text) run.line.textContent = text;
    }
  }

  hide() {
    this.player.pause();
  }

  retranslate() {
    this.renderHead();
    this.scrubber.retranslate();
    this.base?.repaint();
    if (this.runs.length) this.renderLegend();
  }
}
