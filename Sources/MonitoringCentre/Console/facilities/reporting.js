// How promptly operators report at a facility, day by day: a plot, and the same as a table.
import { call } from "/api.js";
import { draw, icon, make } from "/core/dom.js";
import { empty, failed, loading, table } from "/facilities/parts.js";
import { duration } from "/levels.js";
import { number, say } from "/phrases.js";

const days = 14;
// The plot's axis is logarithmic: seconds of its lines.
const lines = [60, 600, 3600, 21600, 86400, 604800, 2592000];

export class Reporting {
  constructor(view) {
    this.view = view;
    this.element = make("section", { class: "panel reporting" });
    this.observer = new ResizeObserver(() => this.plot());
  }

  hide() {
    this.observer.disconnect();
  }

  async load() {
    try {
      this.rows = (await call("GET", `${this.view.path}/reporting${this.period()}`)).items;
    } catch (problem) {
      this.problem = problem;
    }
    this.render();
  }

  // The last two weeks of the site's calendar.
  period() {
    const now = this.view.context.store.time;
    if (!now) return "";
    const day = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: this.view.context.site.timeZone }).format(moment);
    const to = Date.parse(now);
    return `?from=${day(to - (days - 1) * 86400e3)}&to=${day(to)}`;
  }

  render() {
    const { rows, problem } = this;
    this.svg = draw("svg", { class: "delay-plot", role: "img", "aria-label": say("facilities.delay-plot") });
    this.element.replaceChildren(make("div", { class: "heading" }, make("h2", { text: say("facilities.reporting") }),
      make("span", { class: "gap" }), make("a", {
        class: "button", href: `${this.view.path}/reporting?format=csv`, download: "", "aria-label": say("facilities.reporting-csv"),
      }, icon("download"), "CSV")),
    ...(problem ? [failed(problem)] : !rows ? [loading()] : !rows.length ? [empty("facilities.reporting-none")]
      : [make("figure", {}, this.svg, make("figcaption", { class: "quiet small", text: say("facilities.delay-key") })), this.table()]));
    if (rows?.length) {
      this.observer.disconnect();
      this.observer.observe(this.svg);
      this.plot();
    }
  }

  table() {
    const time = (seconds) => (seconds === undefined ? "–" : duration(Math.max(0, seconds)));
    return table(say("facilities.reporting"),
      ["facilities.day", "facilities.operator", "#facilities.events-day", "#facilities.median", "#facilities.slowest", "#facilities.late", "#facilities.corrections", "#facilities.rejections"],
      [...this.rows].reverse().map((row) => [
        row.day, row.account, number(row.events, 0), time(row.medianDelay), time(row.percentile95Delay),
        row.backlog ? `${number(row.late, 0)} (+${number(row.backlog, 0)})` : number(row.late, 0),
        number(row.corrections + row.cancellations, 0), number(row.rejections, 0),
      ]));
  }

  // A bar from the median to the 95th percentile of each day and operator.
  plot() {
    const width = this.svg.clientWidth;
    const height = this.svg.clientHeight;
    if (width < 80 || !this.rows) return;
    const rows = this.rows.filter((row) => row.medianDelay !== undefined);
    const slowest = Math.max(600, ...rows.map((row) => row.percentile95Delay ?? row.medianDelay));
    const top = Math.log10(slowest * 1.3);
    const [left, bottom] = [62, height - 22];
    const y = (seconds) => bottom - (Math.log10(Math.max(1, seconds)) / top) * (bottom - 8);
    const keys = [...new Set(rows.map((row) => row.day))].sort();
    const step = (width - left - 8) / Math.max(7, keys.length);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const grid = lines.filter((seconds) => Math.log10(seconds) < top).flatMap((seconds) => [
      draw("line", { x1: left, x2: width - 8, y1: y(seconds), y2: y(seconds), class: "grid-line" }),
      draw("text", { x: left - 6, y: y(seconds) + 4, "text-anchor": "end" }, duration(seconds)),
    ]);
    const marks = keys.flatMap((day, place) => {
      const own = rows.filter((row) => row.day === day);
      const share = step / own.length;
      const x = (index) => left + place * step + share * (index + 0.5);
      const bars = own.flatMap((row, index) => {
        const high = y(row.percentile95Delay ?? row.medianDelay);
        const low = y(row.medianDelay);
        const bar = draw("rect", { x: x(index) - 5, width: 10, y: high, height: Math.max(2, low - high), rx: 3, class: row.late ? "late" : "" });
        const label = draw("title", {}, `${row.day} ${row.account}: ${duration(row.medianDelay)}`);
        bar.append(label);
        return [bar, draw("line", { x1: x(index) - 9, x2: x(index) + 9, y1: low, y2: low, class: "median" })];
      });
      const text = draw("text", { x: left + (place + 0.5) * step, y: height - 6, "text-anchor": "middle" }, `${day.slice(8)}/${day.slice(5, 7)}`);
      return step < 34 && place % 2 ? bars : [...bars, text];
    });
    this.svg.replaceChildren(...grid, ...marks);
  }
}
