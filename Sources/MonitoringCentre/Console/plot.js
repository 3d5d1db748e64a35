// The plot of one gate's queue: the last 24 hours, the next 12 with their 80 % band, and the line of now.
import { count, drawn, duration, make, named } from "/levels.js";
import { say } from "/phrases.js";

const hour = 3600e3;
// Points further apart than this have a silence between them, which is not drawn over.
const silence = 20 * 60e3;
let plots = 0;

export class QueuePlot {
  // `clock` writes a moment as the site's clocks show it; `hourOf` tells its hour and minute there.
  constructor(time) {
    this.time = time;
    this.id = `plot-${++plots}`;
    this.svg = drawn("svg", { class: "plot", role: "img", tabindex: "0" });
    this.readout = make("p", "readout");
    this.readout.setAttribute("aria-live", "polite");
    this.element = make("figure", "plot-frame", this.readout, this.svg);
    new ResizeObserver(() => this.render()).observe(this.svg);
    this.svg.addEventListener("pointermove", (event) => this.readAt(event));
    this.svg.addEventListener("pointerdown", (event) => this.readAt(event));
    this.svg.addEventListener("pointerleave", () => this.read(null));
    this.svg.addEventListener("blur", () => this.read(null));
    this.svg.addEventListener("keydown", (event) => this.step(event));
  }

  show(gate, history, quantity, now) {
    this.state = { gate, history, quantity, now };
    this.cursor = null;
    this.svg.setAttribute("aria-label", say("board.plot-label", {
      what: say(`board.plot-${quantity}`), gate: named(gate),
    }));
    this.render();
  }

  value(value) {
    return this.state.quantity === "wait" ? duration(value) : count(value);
  }

  // Past points and forecasts of what is plotted, in the order of time.
  points() {
    const { gate, history, quantity, now } = this.state;
    const key = quantity === "wait" ? "waitSeconds" : "vehiclesWaiting";
    const known = [...history.filter((entry) => entry.at < gate.at), gate];
    const past = known.map((entry) => ({ t: Date.parse(entry.at), v: entry[key], closed: !entry.openByCalendar }))
      .filter((point) => point.t >= now - 24 * hour && point.t <= now + hour / 4);
    const future = gate.stale ? [] : gate.forecast.map((entry) => ({
      t: Date.parse(entry.at), v: entry[key].p50, low: entry[key].p10, high: entry[key].p90, level: entry.level,
    })).filter((point) => point.t > Date.parse(gate.at));
    return { past, future, last: known.at(-1), range: gate[key + "Range"] };
  }

  render() {
    if (!this.state) return;
    const [width, height] = [this.svg.clientWidth, this.svg.clientHeight];
    if (width < 80 || height < 50) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const { past, future, range } = this.points();
    const values = [...past, ...future].flatMap((point) => [point.v, point.high]).filter((value) => value > 0);
    if (!past.some((point) => point.v !== null) && !future.length) {
      const text = drawn("text", { x: width / 2, y: height / 2, class: "empty" }, say("board.plot-empty"));
      return this.svg.replaceChildren(text);
    }
    const em = parseFloat(getComputedStyle(this.svg).fontSize);
    const { top, step } = this.scale(Math.max(1, ...values), height / em);
    const labels = [];
    for (let value = 0; value <= top + step / 2; value += step) labels.push([value, this.value(value || 0)]);
    if (this.state.quantity === "wait") labels[0][1] = "0";
    const left = Math.max(...labels.map(([, text]) => text.length)) * em * 0.56 + em * 0.8;
    const box = { left, right: width - em * 0.6, top: em * 1.5, bottom: height - em * 1.6 };
    const from = this.state.now - 24 * hour;
    const x = (t) => box.left + ((t - from) / (36 * hour)) * (box.right - box.left);
    const y = (v) => box.bottom - (v / top) * (box.bottom - box.top);
    this.drawing = { x, y, box, points: [...past.filter((point) => point.v !== null), ...future], from, em };
    this.svg.replaceChildren(
      this.closed(past, x, box), ...this.grid(labels, y, box), ...this.hours(x, box, em),
      ...this.forecast(past, future, range, x, y), ...this.past(past, x, y), this.nowLine(x, box, em),
      ...this.change(x, box, em), drawn("g", { class: "cursor" }));
    this.read(this.cursor);
  }

  // The top of the axis and its step: round numbers, or round times.
  scale(maximum, ems) {
    const steps = this.state.quantity === "wait"
      ? [300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 345600, 604800]
      : [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5].map((power) => digit * 10 ** power)).sort((a, b) => a - b);
    const lines = ems > 14 ? 5 : ems > 9 ? 4 : 3;
    const step = steps.find((step) => maximum / step <= lines) ?? steps.at(-1);
    return { step, top: Math.max(1, Math.ceil(maximum / step)) * step };
  }

  grid(labels, y, box) {
    return labels.flatMap(([value, text]) => [
      drawn("line", { class: value ? "grid" : "axis", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }),
      drawn("text", { class: "end", x: box.left - 6, y: y(value), "dominant-baseline": "middle" }, text),
    ]);
  }

  hours(x, box, em) {
    const { now } = this.state;
    const lines = x(now + 3 * hour) - x(now) > em * 4 ? 3 : 6;
    const every = x(now + lines * hour) - x(now) > em * 4 ? lines : lines * 2;
    const marks = [];
    for (let t = Math.ceil((now - 24 * hour) / (hour / 2)) * (hour / 2); t <= now + 12 * hour; t += hour / 2) {
      const [hours, minutes] = this.time.clock(t).split(":").map(Number);
      if (minutes || hours % lines) continue;
      const anchor = x(t) > box.right - em * 1.5 ? "end" : "middle";
      marks.push(
        drawn("line", { class: hours ? "grid" : "grid midnight", x1: x(t), x2: x(t), y1: box.top, y2: box.bottom }));
      if (hours % every) continue;
      marks.push(drawn("text", { class: anchor, x: x(t), y: box.bottom + em * 1.2 }, this.time.clock(t)));
    }
    return marks;
  }

  // Hours in which the gate was closed by its calendar.
  closed(past, x, box) {
    const spans = drawn("g", { class: "closed" });
    const add = (from, to) => spans.append(drawn("rect", {
      x: x(from), y: box.top, width: Math.max(0, x(to) - x(from)), height: box.bottom - box.top,
    }));
    let since = null;
    for (const point of past) {
      if (point.closed) since ??= point.t;
      else if (since !== null) {
        add(since, point.t);
        since = null;
      }
    }
    const { gate, now } = this.state;
    const opens = gate.changesAt && !gate.openByCalendar ? Math.min(Date.parse(gate.changesAt), now + 12 * hour) : now;
    if (since !== null) add(since, Math.max(now, opens));
    return spans;
  }

  past(points, x, y) {
    const runs = [[]];
    let before = null;
    for (const point of points) {
      if (point.v === null || (before !== null && point.t - before > silence)) runs.push([]);
      if (point.v !== null) runs.at(-1).push(point);
      before = point.t;
    }
    return runs.filter((run) => run.length).flatMap((run) => {
      const line = run.map((point) => `${x(point.t).toFixed(1)},${y(point.v).toFixed(1)}`).join(" L");
      const ground = `M${x(run[0].t).toFixed(1)},${y(0)} L${line} L${x(run.at(-1).t).toFixed(1)},${y(0)}z`;
      return [drawn("path", { class: "past-area", d: ground }), drawn("path", { class: "past", d: `M${line}` })];
    });
  }

  forecast(past, future, range, x, y) {
    if (!future.length) return [];
    const start = past.findLast((point) => point.v !== null);
    const all = start ? [{ ...start, low: range?.p10 ?? start.v, high: range?.p90 ?? start.v }, ...future] : future;
    const line = (key) => all.map((point) => `${x(point.t).toFixed(1)},${y(Math.max(0, point[key])).toFixed(1)}`);
    const band = `M${line("high").join(" L")} L${line("low").reverse().join(" L")}z`;
    const dot = (point) => drawn("circle", { class: `dot ${point.level}`, cx: x(point.t), cy: y(point.v), r: 3.5 });
    return [
      drawn("path", { class: "band", d: band }), drawn("path", { class: "future", d: `M${line("v").join(" L")}` }),
      ...future.map(dot),
    ];
  }

  nowLine(x, box, em) {
    const at = x(this.state.now);
    const next = this.changeLabel(x, box, em);
    const text = say("board.plot-now");
    const isCrowded = next && next.place < at + text.length * em * 0.32;
    return drawn("g", { class: "now-line" },
      drawn("line", { x1: at, x2: at, y1: box.top - em * 0.3, y2: box.bottom }),
      drawn("text", {
        class: isCrowded ? "end" : "middle", y: box.top - em * 0.5,
        x: isCrowded ? Math.min(at, next.place - em * 0.5) : at,
      }, text));
  }

  // When the calendar next opens or closes the gate, and where that is written; `null` where it is not in the plot.
  changeLabel(x, box, em) {
    const { gate, now } = this.state;
    const t = Date.parse(gate.changesAt ?? "");
    if (!(t > now && t < now + 12 * hour)) return null;
    const text = `${say(gate.openByCalendar ? "board.plot-closes" : "board.plot-opens")} ${this.time.clock(t)}`;
    const width = text.length * em * 0.58;
    return { t, text, place: Math.min(x(t) - width / 2, box.right + em * 0.5 - width) };
  }

  change(x, box, em) {
    const label = this.changeLabel(x, box, em);
    if (!label) return [];
    const at = x(label.t);
    return [drawn("g", { class: "change" },
      drawn("line", { x1: at, x2: at, y1: box.top - em * 0.3, y2: box.bottom }),
      drawn("text", { x: label.place, y: box.top - em * 0.5 }, label.text))];
  }

  readAt(event) {
    if (!this.drawing) return;
    const { box, from, points } = this.drawing;
    const place = event.clientX - this.svg.getBoundingClientRect().left;
    const t = from + ((place - box.left) / (box.right - box.left)) * 36 * hour;
    const distance = (point) => Math.abs(point.t - t);
    this.read(points.reduce((best, point) => (best && distance(best) <= distance(point) ? best : point), null));
  }

  step(event) {
    const points = this.drawing?.points ?? [];
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -1e9, End: 1e9 }[event.key];
    if (event.key === "Escape") this.read(null);
    if (!move || !points.length) return;
    event.preventDefault();
    const place = this.cursor ? points.findIndex((point) => point.t === this.cursor.t) : -1;
    const start = place < 0 ? points.findLastIndex((point) => point.low === undefined) : place + move;
    this.read(points[Math.min(points.length - 1, Math.max(0, start))]);
  }

  // Says one point in words and marks it.
  read(point) {
    this.cursor = point;
    const mark = this.svg.querySelector(".cursor");
    if (!mark) return;
    mark.replaceChildren();
    this.readout.textContent = "";
    if (!point) return;
    const { x, y, box } = this.drawing;
    mark.append(
      drawn("line", { x1: x(point.t), x2: x(point.t), y1: box.top, y2: box.bottom }),
      drawn("circle", { cx: x(point.t), cy: y(point.v), r: 4.5 }));
    const values = { time: this.time.moment(point.t), value: this.value(point.v) };
    this.readout.textContent = point.low === undefined
      ? say("board.plot-past", values)
      : say("board.plot-future", { ...values, low: this.value(point.low), high: this.value(point.high) });
  }
}
