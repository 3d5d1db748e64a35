// The moment that the page shows: set by a hand, or running at a speed; map, plots and timeline all follow it.

export const speeds = [10, 30, 60, 120, 300, 600, 1200, 3600];
// A frame that came late moves no farther than this.
const longestFrame = 100;

export class Player {
  constructor() {
    this.from = 0;
    this.to = 1;
    this.moment = 0;
    this.hovered = null;
    this.speed = 300;
    this.isPlaying = false;
    this.listeners = new Set();
    this.hiding = () => document.hidden && this.pause();
    document.addEventListener("visibilitychange", this.hiding);
  }

  // Tells of `span`, `seek` (set by hand or by a step), `tick` (it runs), `hover` and `state` (running, speed).
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(what) {
    for (const listener of this.listeners) listener(what);
  }

  // What is shown now: what the pointer is over, or else the moment.
  get shown() {
    return this.hovered ?? this.moment;
  }

  setSpan(from, to, moment = this.moment) {
    this.from = from;
    this.to = Math.max(to, from + 1000);
    this.moment = this.within(moment);
    this.tell("span");
  }

  within(moment) {
    return Math.min(this.to, Math.max(this.from, moment));
  }

  seek(moment) {
    this.hovered = null;
    this.moment = this.within(moment);
    this.tell("seek");
  }

  hover(moment) {
    if (this.isPlaying || this.hovered === moment) return;
    this.hovered = moment === null ? null : this.within(moment);
    this.tell("hover");
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (this.isPlaying) return;
    if (this.moment >= this.to) this.moment = this.from;
    this.isPlaying = true;
    this.hovered = null;
    this.tell("state");
    let last = performance.now();
    const frame = (now) => {
      if (!this.isPlaying) return;
      this.moment = this.within(this.moment + Math.min(longestFrame, now - last) * this.speed);
      last = now;
      this.tell("tick");
      if (this.moment >= this.to) this.pause();
      else this.frame = requestAnimationFrame(frame);
    };
    this.frame = requestAnimationFrame(frame);
  }

  pause() {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    this.tell("state");
    this.tell("seek");
  }

  setSpeed(speed) {
    this.speed = speed;
    this.tell("state");
  }

  faster(step) {
    const index = speeds.indexOf(this.speed) + step;
    this.setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, index))]);
  }

  // To the next or the last one of some moments.
  step(direction, moments) {
    const sorted = [...moments].sort((a, b) => a - b);
    const next = direction > 0
      ? sorted.find((moment) => moment > this.moment + 500)
      : sorted.reverse().find((moment) => moment < this.moment - 500);
    this.pause();
    this.seek(next ?? (direction > 0 ? this.to : this.from));
  }

  remove() {
    this.pause();
    document.removeEventListener("visibilitychange", this.hiding);
    this.listeners.clear();
  }
}
