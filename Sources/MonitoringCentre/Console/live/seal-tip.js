// What is under the pointer: a seal's name and last report, or how many seals a bubble holds.
import { make } from "/core/dom.js";
import { severities, states } from "/live/seal-index.js";
import { quantity, span } from "/live/evidence-words.js";
import { number, say } from "/phrases.js";

export class SealTip {
  constructor(container, index, store) {
    this.index = index;
    this.store = store;
    this.element = make("div", { class: "seal-tip", role: "tooltip", hidden: true });
    container.append(this.element);
  }

  // `hit` is what SealLayer found there; null hides.
  show(hit, point) {
    this.element.hidden = !hit;
    if (!hit) return;
    if (hit.bubble !== this.hit?.bubble || hit.slot !== this.hit?.slot) this.fill(hit);
    this.hit = hit;
    const { clientWidth, clientHeight } = this.element.parentElement;
    const [width, height] = [this.element.offsetWidth, this.element.offsetHeight];
    const x = point.x + 16 + width > clientWidth ? point.x - 12 - width : point.x + 16;
    const y = Math.max(4, Math.min(point.y - height / 2, clientHeight - height - 4));
    this.element.style.transform = `translate(${Math.max(4, x)}px, ${y}px)`;
  }

  fill({ slot, bubble }) {
    this.element.replaceChildren(...(bubble ? this.bubble(bubble) : this.seal(slot)));
  }

  bubble({ count, shares, tampered }) {
    const parts = [...severities].reverse().map((name, i) => [shares[4 - i], `severity.${name}`]).filter(([share]) => share);
    return [make("b", { text: say("seal-count", { count: number(count, 0) }) }),
      ...parts.map(([share, phrase]) => make("span", { text: `${number(share, 0)} · ${say(phrase)}` })),
      ...(tampered ? [make("span", { text: `${number(tampered, 0)} · ${say("state.tampered")}` })] : [])];
  }

  seal(slot) {
    const position = this.index.positions[slot];
    const age = (Date.parse(this.store.time) - this.index.time[slot]) / 1000;
    const lines = [
      [say(`state.${states[this.index.state[slot]]}`), position.suspect ? say("suspect") : ""],
      [position.container, position.speed === undefined || position.speed === null ? "" : quantity("speed", position.speed)],
      [age >= 0 ? say("live.age", { age: span(Math.round(age)) }) : ""],
    ];
    const rank = this.index.severity[slot];
    if (rank) lines.push([say("live.worst", { severity: say(`severity.${severities[rank - 1]}`) })]);
    return [make("b", { text: position.seal }),
      ...lines.map((parts) => parts.filter(Boolean).join(" · ")).filter(Boolean).map((text) => make("span", { text }))];
  }
}
