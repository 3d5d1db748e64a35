// What is known of the chosen seal: its last report, its battery, what is missing, its alerts.
import { call } from "/api.js";
import { button, facts, make } from "/core/dom.js";
import { quantity, span } from "/live/evidence-words.js";
import { number, say, time } from "/phrases.js";

// The server is asked again where a chosen seal goes on reporting, at most so often.
const askMilliseconds = 10e3;

export class SealPanel {
  constructor(context, { onClose, onFollow }) {
    this.context = context;
    this.onClose = onClose;
    this.onFollow = onFollow;
    this.element = make("section", { class: "seal-panel", hidden: true });
  }

  async show(seal) {
    const isOther = this.seal !== seal;
    this.seal = seal;
    this.element.hidden = false;
    if (isOther) [this.known, this.error, this.isFollowed] = [null, "", false];
    this.render();
    await this.ask();
  }

  hide() {
    this.seal = null;
    this.element.hidden = true;
  }

  async ask() {
    const { seal } = this;
    this.askedAt = performance.now();
    try {
      const known = await call("GET", `/v1/seals/${encodeURIComponent(seal)}`);
      if (this.seal !== seal) return;
      this.known = known;
      this.error = "";
    } catch (problem) {
      if (this.seal !== seal) return;
      if (problem.status === 401) return this.context.fail(problem);
      this.error = problem.status === 0 ? say("no-server") : problem.message;
    }
    this.render();
  }

  // A newer place of the seal has come.
  moved() {
    this.render();
    if (performance.now() - this.askedAt > askMilliseconds) this.ask();
  }

  render() {
    if (!this.seal) return;
    const { known, context } = this;
    const position = context.store.seals.get(this.seal);
    const last = { ...known?.lastFix, ...known?.lastReport };
    if (position && (!last.time || position.time >= last.time)) Object.assign(last, definite(position));
    const container = known?.container ?? position?.container;
    const transit = known?.transit ?? position?.transit;
    const state = last.state ?? "locked";
    const tone = { locked: "good", unlocked: "major", tampered: "critical" }[state];
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.part : null;
    this.element.setAttribute("aria-label", say("seal"));
    this.element.replaceChildren(...[
      make("div", { class: "evidence-title" }, make("h2", { text: `${say("seal")} ${this.seal}` }),
        make("span", { class: "gap" }),
        button(null, this.onClose, { icon: "close", look: "bare", label: say("close") })),
      make("div", { class: "pills" }, last.time ? make("span", { class: `pill ${tone}`, text: say(`state.${state}`) }) : null,
        known?.suspect || position?.suspect ? make("span", { class: "pill major", text: say("suspect") }) : null),
      this.error ? make("p", { class: "error", role: "alert", text: this.error }) : null,
      facts([
        [say("container"), caseLink("container", container)], [say("transit"), caseLink("transit", transit)],
        [say("last-report"), last.time ? `${time(last.time)}${this.age(last.time)}` : null],
        [say("speed"), shown("speed", last.speed)], [say("battery"), shown("share", last.battery)],
        [say("evidence.interval"), shown("seconds", last.interval)],
        [say("evidence.satellites"), last.satellites === undefined ? null : number(last.satellites, 0)],
        [say("evidence.cn0"), shown("decibel", last.cn0)], [say("evidence.errorMeters"), shown("meters", last.eph)],
        [say("missing"), missing(known?.missing)],
        [say("position"), last.lat === undefined ? null : `${last.lat.toFixed(5)}, ${last.lon.toFixed(5)}`],
      ]),
      this.alerts(), this.buttons(container, transit),
      make("p", { class: "quiet small", text: say("track-shown", { hours: 24 }) }),
    ].filter(Boolean));
    if (focused) this.element.querySelector(`[data-part="${focused}"]`)?.focus();
  }

  age(text) {
    const seconds = (Date.parse(this.context.store.time) - Date.parse(text)) / 1000;
    return seconds >= 1 ? ` (${span(Math.round(seconds))})` : "";
  }

  alerts() {
    const own = [...this.context.store.alerts.values()].filter((alert) => alert.seal === this.seal);
    if (!own.length) return null;
    return make("div", { class: "stack tight" }, make("h3", { text: say("active-alerts") }), make("ul", { class: "seal-alerts" },
      ...own.slice(0, 20).map((alert) => make("li", { class: alert.severity },
        make("a", { href: `#/live/alert/${encodeURIComponent(alert.id)}`, text: say(`rule.${alert.rule}`) }),
        make("span", { class: "quiet small", text: ` · ${say(`severity.${alert.severity}`)} · ${time(alert.startedAt)}` })))));
  }

  buttons(container, transit) {
    const follow = button("live.follow", () => {
      this.isFollowed = !this.isFollowed;
      follow.setAttribute("aria-pressed", String(this.isFollowed));
      this.onFollow(this.isFollowed ? this.seal : null);
    }, { icon: "target" });
    follow.dataset.part = "follow";
    follow.setAttribute("aria-pressed", String(Boolean(this.isFollowed)));
    const open = container || transit
      ? button("live.open-case", () => this.context.go("case", transit ? "transit" : "container", transit ?? container),
        { icon: "container", look: "primary" }) : null;
    if (open) open.dataset.part = "case";
    return make("div", { class: "buttons" }, open, follow);
  }
}

const shown = (unit, value) => (value === undefined || value === null ? null : quantity(unit, value));
const caseLink = (kind, name) =>
  (name ? make("a", { href: `#/case/${kind}/${encodeURIComponent(name)}`, text: name }) : null);
const definite = (object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));

function missing(ranges) {
  if (!ranges?.length) return null;
  const sum = ranges.reduce((total, [first, end]) => total + end - first + 1, 0);
  const named = ranges.slice(0, 5).map(([first, end]) => (first === end ? `${first}` : `${first}–${end}`)).join(", ");
  return `${number(sum, 0)} (${named}${ranges.length > 5 ? ", …" : ""})`;
}
