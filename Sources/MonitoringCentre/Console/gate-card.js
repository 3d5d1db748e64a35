// One gate on the board: what it is like now, what to do, what is expected, and how sure that is.
import { count, duration, make, named, shape, shownLevel } from "/levels.js";
import { number, say } from "/phrases.js";
import { QueuePlot } from "/plot.js";

const percent = (share) => `${number(share * 100, 0)} %`;

// A text whose numbers stand out from their units.
function figure(text) {
  const parts = text.split(/(\d[\d.,]*)/).filter(Boolean);
  return make("strong", "figure", ...parts.map((part) => (/\d/.test(part) ? make("b", "", part) : part)));
}

export class GateCard {
  // `time` writes moments; `link` gives the address of a gate's own page; `alone` where the card is that page.
  constructor(time, link, alone) {
    Object.assign(this, { time, link, alone });
    this.plot = new QueuePlot(time);
    this.head = make("div", "head");
    this.body = make("div", "body");
    this.facts = make("div", "facts-block");
    this.more = make("div", "more");
    this.plotTitle = make("h3", "plot-title");
    this.plotBlock = make("section", "plot-block", this.plotTitle, this.plot.element);
    this.element = make("article", "card", this.head, this.body, this.plotBlock, this.facts, this.more);
  }

  update(gate, { history, scores, quantity, now }) {
    const level = shownLevel(gate);
    this.element.className = `card ${level}${this.alone ? " alone" : ""}`;
    this.element.dataset.gate = gate.gate;
    this.element.setAttribute("aria-label", `${named(gate)}: ${say(`level.${level}`)}`);
    this.head.replaceChildren(...this.heading(gate, level, now));
    this.body.replaceChildren(...this.advice(gate), this.figures(gate, level), ...this.notes(gate, level));
    this.plotTitle.textContent = say("board.plot");
    this.plot.show(gate, history, quantity, now);
    this.facts.replaceChildren(this.alone ? this.details(gate, now) : this.summary(gate, scores, now));
    this.more.replaceChildren(...(this.alone ? [this.forecast(gate), this.scores(scores)] : []));
  }

  heading(gate, level, now) {
    const name = this.alone ? make("h2", "name", named(gate)) : make("h2", "name", this.gateLink(gate, named(gate)));
    const word = make("p", "level", say(`level.${level}`));
    if (level === "stale") {
      word.append(make("span", "age", this.age(gate, now)));
    }
    return [shape(level), word, name, make("p", gate.open ? "hours" : "hours shut", this.hours(gate, now))];
  }

  gateLink(gate, ...content) {
    const link = make("a", "", ...content);
    link.href = this.link(gate.gate);
    return link;
  }

  hours(gate, now) {
    const time = gate.changesAt ? this.time.soon(Date.parse(gate.changesAt), now) : null;
    if (!gate.openByCalendar) return time ? say("board.closed-until", { time }) : say("board.closed");
    if (!gate.open) return say("board.open-stopped");
    return time ? say("board.open-until", { time }) : say("board.open-always");
  }

  advice(gate) {
    if (gate.stale) return [];
    const [best, ...others] = gate.advice;
    if (!best) {
      const isSlow = ["yellow", "orange", "red"].includes(gate.level);
      return this.alone && isSlow ? [make("p", "advice none", say("board.no-advice"))] : [];
    }
    const filled = (advice) => ({
      gate: named(advice), saved: duration(advice.savedSeconds), road: duration(advice.roadSeconds),
      wait: duration(advice.waitSeconds),
    });
    const block = make("div", "advice",
      make("p", "best", this.gateLink(best, say("board.advice", filled(best)))),
      make("p", "parts", say("board.advice-parts", filled(best))));
    if (this.alone) {
      for (const other of others.slice(0, 2)) {
        block.append(make("p", "also", this.gateLink(other, say("board.advice-more", filled(other)))));
      }
    }
    return [block];
  }

  figures(gate, level) {
    const isKnown = level !== "unknown";
    const shown = (name, value, range, write) => {
      const block = make("div", "value", make("h3", "", name));
      if (value === null || !isKnown) {
        block.append(make("strong", "figure none", say("board.unknown")));
        return block;
      }
      block.append(figure(write(value)));
      if (range) {
        const [low, high] = [write(range.p10), write(range.p90)];
        block.append(make("p", "range", low === high ? low : say("board.between", { low, high })));
      }
      return block;
    };
    const wait = say(this.alone ? "board.wait" : "board.wait-short");
    return make("div", "figures",
      shown(wait, gate.waitSeconds, gate.waitSecondsRange, duration),
      shown(say("board.vehicles"), gate.vehiclesWaiting, gate.vehiclesWaitingRange, count));
  }

  // What is out of the ordinary, and what is expected to be.
  notes(gate, level) {
    const notes = [];
    const note = (name, ...content) => notes.push(make("p", `note ${name}`, ...content));
    if (level === "stale") note("was", say("board.was", { level: say(`level.${gate.level}`) }));
    if (gate.flow !== "normal" && level !== "unknown") {
      const time = gate.flowSince ? this.time.soon(Date.parse(gate.flowSince), Date.parse(gate.at)) : null;
      note(gate.flow, make("span", "mark", gate.flow === "stopped" ? "■" : "▼"),
        time ? say(`flow.${gate.flow}.since`, { time }) : say(`flow.${gate.flow}`));
    }
    if (gate.expectedLevel && gate.expectedAt && level !== "stale") {
      const values = {
        level: say(`level.${gate.expectedLevel}`),
        time: this.time.soon(Date.parse(gate.expectedAt), Date.parse(gate.at)),
      };
      note("expected", shape(gate.expectedLevel), say("board.expected", values));
    }
    return notes.length ? [make("div", "notes", ...notes)] : [];
  }

  age(gate, now) {
    if (!gate.evidenceAt) return say("board.no-evidence");
    const seconds = (now - Date.parse(gate.evidenceAt)) / 1000;
    return seconds < 60 ? say("board.age-now") : say("board.age", { age: duration(seconds) });
  }

  capacity(gate) {
    const rate = (value) => number(value, value < 10 ? 1 : 0);
    const [seen, set] = [gate.observedCapacityPerHour ?? null, gate.capacityPerHour];
    if (seen === null && set === null) return null;
    const values = { seen: seen === null ? "" : rate(seen), set: set === null ? "" : rate(set) };
    const key = seen === null ? "set" : set === null ? "seen" : "of";
    return say(`board.capacity-${key}`, values);
  }

  // The small print of a card among others.
  summary(gate, scores, now) {
    const capacity = this.capacity(gate);
    const pairs = [
      [say("board.capacity"), capacity],
      [say("board.seen"), gate.seenShare === null ? null : say("board.seen-value", { share: percent(gate.seenShare) })],
      [say("board.evidence"), this.age(gate, now)],
    ];
    const score = scores.find((score) => score.horizonSeconds === 3600 && score.waitError != null)
      ?? scores.find((score) => score.waitError != null);
    const block = make("div", "", pairList(pairs));
    if (score?.waitCoverage != null) {
      block.append(make("p", "score", say("board.scores-line", {
        ahead: duration(score.horizonSeconds), error: duration(score.waitError), band: percent(score.waitCoverage),
      })));
    }
    return block;
  }

  details(gate, now) {
    const rate = (value) => number(value, value < 10 ? 1 : 0);
    const rates = (gate.arrivalsPerHour ?? null) === null || (gate.departuresPerHour ?? null) === null ? null
      : say("board.rates-value", { in: rate(gate.arrivalsPerHour), out: rate(gate.departuresPerHour) });
    const pairs = [
      [say("board.flow"), gate.level === "unknown" ? null : say(`flow.${gate.flow}`)], [say("board.rates"), rates],
      [say("board.capacity"), this.capacity(gate)],
      [say("board.measured"), gate.measuredWaitSeconds == null ? null : duration(gate.measuredWaitSeconds)],
      [say("board.seen"), gate.seenShare === null ? null : say("board.seen-value", { share: percent(gate.seenShare) })],
      [say("board.evidence"), this.age(gate, now)],
    ];
    return pairList(pairs);
  }

  forecast(gate) {
    if (!gate.forecast.length || gate.stale) return make("div");
    const between = (quantiles, write) => [
      make("b", "", write(quantiles.p50)),
      make("span", "range", say("board.between", { low: write(quantiles.p10), high: write(quantiles.p90) })),
    ];
    const at = (entry) => this.time.soon(Date.parse(entry.at), Date.parse(gate.at));
    return table("forecast", say("board.forecast"), [
      say("board.forecast-at"), say("board.forecast-level"), say("board.plot-wait"), say("board.vehicles"),
    ], gate.forecast.map((entry) => [
      [at(entry)], [make("span", "level-name", shape(entry.level), say(`level.${entry.level}`))],
      between(entry.waitSeconds, duration), between(entry.vehiclesWaiting, count),
    ]));
  }

  scores(scores) {
    const error = (value) => [value == null ? "–" : duration(value)];
    const rows = scores.filter((score) => score.waitError != null);
    if (!rows.length) {
      const none = make("p", "quiet", say("board.scores-none"));
      return make("section", "scores", make("h3", "", say("board.scores")), none);
    }
    const block = table("scores", say("board.scores"), [
      say("board.scores-ahead"), say("board.scores-error"), say("board.scores-band"), say("board.scores-now"),
      say("board.scores-usual"), say("board.scores-count"),
    ], rows.map((score) => [
      [duration(score.horizonSeconds)], [make("b", "", ...error(score.waitError))],
      [score.waitCoverage == null ? "–" : percent(score.waitCoverage)], error(score.waitErrorAsNow),
      error(score.waitErrorAsUsual), [count(score.count)],
    ]));
    block.append(make("p", "quiet", say("board.scores-note")));
    return block;
  }
}

// Names and values, without those that have none.
function pairList(pairs) {
  const known = pairs.filter(([, value]) => value !== null);
  return make("dl", "", ...known.map(([name, value]) => make("div", "", make("dt", "", name), make("dd", "", value))));
}

// A table that turns into blocks where the screen is narrow: each cell knows its column's name.
function table(name, title, columns, rows) {
  const head = make("tr", "", ...columns.map((column) => {
    const cell = make("th", "", column);
    cell.scope = "col";
    return cell;
  }));
  const body = rows.map((row) => make("tr", "", ...row.map((content, index) => {
    const cell = make(index ? "td" : "th", "", ...content);
    if (!index) cell.scope = "row";
    cell.dataset.column = columns[index];
    return cell;
  })));
  const whole = make("table", "", make("thead", "", head), make("tbody", "", ...body));
  return make("section", name, make("h3", "", title), whole);
}
