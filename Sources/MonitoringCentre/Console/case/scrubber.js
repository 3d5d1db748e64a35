// Play, speed, steps and the scrubber: the whole span with its stops, gaps, states and alerts.
import { leftRoom, rightRoom } from "/case/plots.js";
import { speeds } from "/case/player.js";
import { icon, make } from "/core/dom.js";
import { isTyping, tellKey } from "/core/keyboard.js";
import { number, say } from "/phrases.js";

const keyStep = 60e3;

export class Scrubber {
  // `facts` answers the words beside the clock for a moment.
  constructor(player, { clock, facts = () => "" }) {
    this.player = player;
    this.clock = clock;
    this.facts = facts;
    this.ticks = [];
    this.bands = [];
    this.play = make("button", { type: "button", class: "primary case-play", onclick: () => player.toggle() });
    this.back = make("button", { type: "button", class: "case-step", onclick: () => this.step(-1) }, icon("left"));
    this.next = make("button", { type: "button", class: "case-step", onclick: () => this.step(1) }, icon("right"));
    this.speed = make("select", { class: "case-speed", onchange: () => player.setSpeed(Number(this.speed.value)) });
    this.follower = make("button", { type: "button", class: "case-follow", "aria-pressed": "false",
      onclick: () => this.setFollowing(!this.isFollowing) }, icon("target"));
    this.now = make("time", { class: "case-now" });
    this.said = make("span", { class: "case-said quiet" });
    this.bar = make("div", { class: "case-bar" });
    this.knob = make("div", { class: "case-knob" });
    this.range = make("input", { type: "range", class: "case-range", step: 1000 });
    this.range.addEventListener("input", () => {
      player.pause();
      player.seek(Number(this.range.value));
    });
    this.strip = make("div", { class: "case-strip" }, this.bar, this.knob, this.range);
    this.strip.style.paddingLeft = `${leftRoom}px`;
    this.strip.style.paddingRight = `${rightRoom}px`;
    this.element = make("section", { class: "case-scrubber" },
      make("div", { class: "case-controls" }, this.back, this.play, this.next, this.speed, this.follower, this.now, this.said),
        this.strip);
    this.stop = player.on((what) => (what === "span" ? this.render() : this.update(what)));
    this.onKey = (event) => this.key(event);
    addEventListener("keydown", this.onKey);
    for (const [key, phrase] of [["Space", "case.key-play"], ["← →", "case.key-step"], ["+ −", "case.key-speed"]]) tellKey(key,
      phrase);
    this.retranslate();
  }

  retranslate() {
    this.speed.replaceChildren(...speeds.map((speed) => make("option",
      { value: speed, text: `${number(speed, 0)}×`, selected: speed === this.player.speed })));
    for (const [element, phrase] of [[this.back, "case.step-back"], [this.next, "case.step-next"], [this.speed, "case.speed"],
      [this.follower, "case.follow"], [this.range, "case.scrubber"]]) {
      element.setAttribute("aria-label", say(phrase));
      element.title = say(phrase);
    }
    this.element.setAttribute("aria-label", say("case.playback"));
    this.render();
  }

  // `ticks` are {at, tone, words}; `bands` {from, to, look, words}.
  set({ ticks, bands }) {
    this.ticks = ticks;
    this.bands = bands;
    this.render();
  }

  render() {
    const { from, to } = this.player;
    Object.assign(this.range, { min: from, max: to });
    const share = (moment) => `${(100 * (Math.min(to, Math.max(from, moment)) - from)) / (to - from)}%`;
    this.bar.replaceChildren(
      ...this.bands.slice(0, 400).map((band) => {
        const element = make("i", { class: `band ${band.look}`, title: band.words });
        element.style.left = share(band.from);
        element.style.width = `max(2px, calc(${share(band.to)} - ${share(band.from)}))`;
        return element;
      }),
      ...this.ticks.slice(0, 400).map((tick) => {
        const element = make("i", { class: `tick ${tick.tone}`, title: tick.words });
        element.style.left = share(tick.at);
        return element;
      }));
    this.update("state");
  }

  update(what) {
    const { player } = this;
    const { from, to, shown } = player;
    if (what === "state" || !this.play.firstChild) {
      this.play.replaceChildren(icon(player.isPlaying ? "pause" : "play"));
      this.play.title = say(player.isPlaying ? "case.pause" : "case.play");
      this.play.setAttribute("aria-label", this.play.title);
      this.play.dataset.playing = player.isPlaying;
      this.speed.value = player.speed;
    }
    this.range.value = player.moment;
    this.knob.style.setProperty("--share", (shown - from) / (to - from));
    const text = this.clock.whole(shown);
    if (this.now.textContent !== text) {
      this.now.textContent = text;
      this.now.dateTime = new Date(shown).toISOString();
      if (!player.isPlaying) this.range.setAttribute("aria-valuetext", text);
    }
    const said = this.facts(shown);
    if (this.said.textContent !== said) this.said.textContent = said;
  }

  step(direction) {
    this.player.step(direction, this.ticks.map((tick) => tick.at));
  }

  setFollowing(isFollowing) {
    this.isFollowing = isFollowing;
    this.follower.setAttribute("aria-pressed", String(isFollowing));
    this.onFollow?.(isFollowing);
  }

  key(event) {
    if (!this.element.isConnected || this.element.closest("[hidden]") || document.querySelector("dialog[open]")) return;
    const isOwn = event.target === this.range || event.target === this.speed;
    if ((isTyping(event) && !isOwn) || event.target.closest?.(".leaflet-container")) return;
    if (event.target === this.speed && event.key.startsWith("Arrow")) return;
    if (event.key === " " && event.target.closest?.("button, summary, a, .case-spot")) return;
    const does = {
      " ": () => this.player.toggle(), "+": () => this.player.faster(1), "=": () => this.player.faster(1),
        "-": () => this.player.faster(-1),
      ArrowLeft: () => (event.shiftKey ? this.step(-1) : this.nudge(-1)),
        ArrowRight: () => (event.shiftKey ? this.step(1) : this.nudge(1)),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  nudge(direction) {
    this.player.pause();
    this.player.seek(this.player.moment + direction * Math.max(keyStep, (this.player.to - this.player.from) / 500));
  }

  remove() {
    removeEventListener("keydown", this.onKey);
    this.stop();
  }
}
