// Plots of speed, battery and signal over the time of the scrubber, with one cursor; and a table of the same for those who read.
import { make } from "/core/dom.js";
import { colour, onTheme } from "/core/theme.js";
import { number, say } from "/phrases.js";
import { thinned } from "/case/track.js";

// The room of the axis at the left and at the right, which the scrubber has too.
export const leftRoom = 52;
export const rightRoom = 14;
const tableRows = 60;
const nameRoom = 17;

let library = null;
// Chart.js as an ES module, loaded with the first plot; null where it is not installed.
function loadLibrary() {
  library ??= import("/vendor/chart.js/chart.esm.js").then((module) => {
    module.Chart.register(module.LineController, module.LineElement, module.PointElement, module.LinearScale, module.Filler);
    return module.Chart;
  }).catch(() => null);
  return library;
}

export class Plots {
  constructor(player, { clock, speedLimit }) {
    this.player = player;
    this.clock = clock;
    this.speedLimit = speedLimit;
    this.charts = [];
    this.rows = make("div", { class: "case-plot-rows" });
    this.cursor = make("div", { class: "case-cursor", "aria-hidden": "true" });
    this.empty = make("p", { class: "empty", hidden: true });
    this.table = make("details", { class: "case-table" });
    this.area = make("div", { class: "case-plot-area" }, this.rows, this.cursor);
    this.element = make("section", { class: "case-plots" }, this.area, this.empty, this.table);
    this.area.addEventListener("pointermove", (event) => this.point(event));
    this.area.addEventListener("pointerleave", () => player.hover(null));
    this.area.addEventListener("pointerdown", (event) => this.press(event));
    this.stopTheme = onTheme(() => this.render());
    this.stopPlayer = player.on((what) => (what === "span" ? this.render() : this.follow()));
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.area);
    this.table.addEventListener("toggle", () => this.renderTable());
  }

  // What is measured: speed, battery, and the best that is known of the signal.
  series() {
    const { track } = this;
    const signal = track.has("satellites") ? ["satellites", "case.satellites", ""]
      : track.has("noises") ? ["noises", "case.noise", "dB-Hz"] : track.has("errors") ? ["errors", "case.error", "m"] : null;
    return [
      { name: "speed", phrase: "speed", unit: "km/h", values: Float32Array.from(track.speeds, (value) => value * 3.6),
        tone: "accent",
        limit: this.speedLimit * 3.6, least: 20, isFilled: true },
      { name: "battery", phrase: "battery", unit: "%", values: Float32Array.from(track.batteries, (value) => value * 100),
        tone: "good",
        limit: 20, isUnder: true, top: 100 },
      signal ? { name: "signal", phrase: signal[1], unit: signal[2], values: track[signal[0]], tone: "warning",
        least: 10 } : null,
    ].filter(Boolean);
  }

  async set(track) {
    this.track = track;
    this.Chart = await loadLibrary();
    this.render();
  }

  resized() {
    if (this.area.clientWidth === this.width) return this.follow();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.render(), 120);
  }

  render() {
    if (!this.track) return;
    this.width = this.area.clientWidth;
    this.element.setAttribute("aria-label", say("case.plots"));
    for (const chart of this.charts) chart.destroy();
    this.charts = [];
    this.empty.hidden = Boolean(this.Chart) && this.track.length > 0;
    this.empty.textContent = say(this.Chart ? "case.no-reports" : "case.no-charts");
    this.area.hidden = !this.empty.hidden;
    this.shownSeries = this.series();
    this.rows.replaceChildren();
    if (!this.area.hidden) {
      for (const [index, one] of this.shownSeries.entries()) this.draw(one, index === this.shownSeries.length - 1);
      const hasSignal = this.shownSeries.some((one) => one.name === "signal");
      if (!hasSignal) this.rows.append(make("p", { class: "case-no-signal quiet small", text: say("case.no-signal") }));
    }
    this.renderTable();
    this.follow();
  }

  draw(one, isLast) {
    const canvas = make("canvas", { role: "img", "aria-label": this.words(one) });
    const value = make("output", {});
    const hasSignal = one.name !== "signal" || one.values !== this.track.errors;
    const row = make("div", { class: `case-plot ${isLast ? "last" : ""}`, "data-plot": one.name },
      make("div", { class: "case-plot-name" }, make("b", { text: say(one.phrase) }), value,
        hasSignal ? null : make("span", { class: "quiet small case-signal-note", text: say("case.signal-only-error") })),
      make("div", { class: "case-plot-canvas" }, canvas));
    this.rows.append(row);
    one.output = value;
    one.canvas = canvas;
    const { from, to } = this.player;
    const bins = Math.max(50, Math.min(2000, Math.round(this.width - leftRoom - rightRoom)));
    // The line is broken where it was silent.
    const breaks = this.track.gaps.filter((gap) => gap.kind === "silent").map((gap) => ({ x: gap.from + 1, y: NaN }));
    const points = [...thinned(this.track.times, one.values, from, to, bins), ...breaks].sort((a, b) => a.x - b.x);
    const high = points.reduce((most, { y }) => (y > most ? y : most), one.least ?? 0);
    this.charts.push(new this.Chart(canvas, {
      type: "line", data: { datasets: this.datasets(one, points) },
      options: this.options(one, one.top ?? Math.max(high * 1.1, one.name === "speed" ? one.limit * 1.05 : 0), isLast),
    }));
  }

  datasets(one, points) {
    const tone = colour(one.tone);
    const line = { data: points, borderColor: tone, borderWidth: 1.5, pointRadius: points.length === 1 ? 3 : 0, spanGaps: false,
      fill: one.isFilled ? "origin" : false, backgroundColor: tone.replace("rgb(", "rgba(").replace(")", ", 0.12)") };
    if (!one.limit) return [line];
    const { from, to } = this.player;
    return [line, { data: [{ x: from, y: one.limit }, { x: to, y: one.limit }], borderColor: colour("critical"), borderWidth: 1,
      borderDash: [5, 4], pointRadius: 0 }];
  }

  options(one, top, isLast) {
    const { from, to } = this.player;
    const [line, quiet] = [colour("line"), colour("quiet")];
    const font = { size: Math.max(10, parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.78) };
    const ticks = this.clock.ticks(from, to, Math.max(3, Math.floor(this.width / 90)));
    return {
      animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false, events: [],
      layout: { padding: { right: rightRoom, top: nameRoom } },
      scales: {
        x: {
          type: "linear", min: from, max: to, grid: { color: line, drawTicks: isLast, borderColor: line },
          ticks: { display: isLast, color: quiet, font, maxRotation: 0, callback: (value) => this.clock.tick(value) },
          afterBuildTicks: (axis) => (axis.ticks = ticks.map((value) => ({ value }))),
        },
        y: {
          type: "linear", min: 0, max: top, grid: { color: line, borderColor: line },
          ticks: { color: quiet, font, maxTicksLimit: 4, callback: (value) => number(value, 0) },
          afterFit: (axis) => (axis.width = leftRoom),
        },
      },
    };
  }

  words(one) {
    const known = Array.from(one.values).filter((value) => !Number.isNaN(value));
    if (!known.length) return `${say(one.phrase)}: ${say("case.no-values")}`;
    const [low, high] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity]);
    return say("case.plot-words", { name: say(one.phrase), low: number(low, 0), high: number(high, 0), unit: one.unit });
  }

  // Where a moment stands in the area, in pixels.
  place(moment) {
    const { from, to } = this.player;
    return leftRoom + ((moment - from) / (to - from)) * (this.area.clientWidth - leftRoom - rightRoom);
  }

  momentAt(clientX) {
    const box = this.area.getBoundingClientRect();
    const { from, to } = this.player;
    return from + ((clientX - box.left - leftRoom) / (box.width - leftRoom - rightRoom)) * (to - from);
  }

  point(event) {
    if (this.isDragging) return this.player.seek(this.momentAt(event.clientX));
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      if (this.area.matches(":hover")) this.player.hover(this.momentAt(event.clientX));
    });
  }

  press(event) {
    if (event.button !== 0) return;
    this.player.pause();
    this.isDragging = true;
    this.area.setPointerCapture(event.pointerId);
    this.player.seek(this.momentAt(event.clientX));
    this.area.addEventListener("pointerup", () => (this.isDragging = false), { once: true });
  }

  follow() {
    if (!this.track?.length || this.area.hidden) return;
    const { shown } = this.player;
    this.cursor.style.transform = `translateX(${this.place(shown)}px)`;
    const index = this.track.indexAt(shown);
    for (const one of this.shownSeries) {
      const value = index < 0 ? NaN : one.values[index];
      const text = Number.isNaN(value) ? "–" : `${number(value, one.name === "battery" ? 0 : 1)} ${one.unit}`;
      if (one.output && one.output.textContent !== text) one.output.textContent = text;
    }
  }

  // The same as the plots in a bounded number of rows.
  renderTable() {
    const isOpen = this.table.open;
    const summary = this.table.querySelector("summary") ?? make("summary", {});
    summary.textContent = say("case.as-table");
    this.table.replaceChildren(summary);
    this.table.hidden = !this.track?.length;
    if (!isOpen || !this.track?.length) return;
    const { track } = this;
    const step = Math.max(1, Math.ceil(track.length / tableRows));
    const rows = [];
    for (let index = 0; index < track.length; index += step) {
      rows.push(make("tr", {}, make("th", { scope: "row", text: this.clock.whole(track.times[index]) }),
        make("td", { text: say(`state.${["locked", "unlocked", "tampered"][track.states[index]]}`) }),
        ...this.shownSeries.map((one) => make("td", { class: "number",
          text: Number.isNaN(one.values[index]) ? "–" : number(one.values[index], 1) }))));
    }
    this.table.append(make("div", { class: "table", tabIndex: 0, role: "region", "aria-label": say("case.plots") },
      make("table", {},
      make("thead", {}, make("tr", {}, ...[say("case.time"), say("state"),
        ...this.shownSeries.map((one) => `${say(one.phrase)} ${one.unit}`)]
        .map((text) => make("th", { scope: "col", text })))), make("tbody", {}, ...rows))));
  }

  remove() {
    this.observer.disconnect();
    this.stopTheme();
    this.stopPlayer();
    for (const chart of this.charts) chart.destroy();
  }
}
