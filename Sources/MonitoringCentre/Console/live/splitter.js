// The edge between map and panel, moved by the pointer or the arrow keys.
import { make } from "/core/dom.js";
import { say } from "/phrases.js";

const [least, most, step] = [280, 900, 24];

export class Splitter {
  constructor(side, view) {
    this.side = side;
    this.view = view;
    this.element = make("div", { class: "splitter", role: "separator", tabIndex: 0, "aria-orientation": "vertical" });
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.from = { x: event.clientX, width: side.getBoundingClientRect().width };
    });
    this.element.addEventListener("pointermove", (event) => {
      if (this.from) this.set(this.from.width + this.from.x - event.clientX);
    });
    for (const name of ["pointerup", "pointercancel"]) this.element.addEventListener(name, () => (this.from = null));
    this.element.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
      if (by) this.set(side.getBoundingClientRect().width + by);
    });
    if (view.kept.width) this.set(view.kept.width);
    this.retranslate();
  }

  set(width) {
    const kept = Math.round(Math.max(least, Math.min(most, innerWidth * 0.7, width)));
    this.side.style.setProperty("--side", `${kept}px`);
    this.element.setAttribute("aria-valuenow", kept);
    this.view.keep({ width: kept });
  }

  retranslate() {
    this.element.setAttribute("aria-label", say("live.splitter"));
    this.element.setAttribute("aria-valuemin", least);
    this.element.setAttribute("aria-valuemax", most);
    if (!this.element.hasAttribute("aria-valuenow")) this.element.setAttribute("aria-valuenow", 400);
  }
}
