// How a track is drawn: cut into stretches of one colour, left out what no pixel shows, gaps as dashes.
import { world } from "/case/canvas-layer.js";
import { colour } from "/core/theme.js";
import { number, say } from "/phrases.js";

// Metres a second where a colour ends: 5, 30, 60, 80 and 100 km/h.
export const speedSteps = [5 / 3.6, 30 / 3.6, 60 / 3.6, 80 / 3.6, 27.8];
const stateColours = ["good", "major", "critical"];
const unknownSpeed = speedSteps.length + 1;

export const speedClass = (speed) => {
  if (Number.isNaN(speed)) return unknownSpeed;
  const index = speedSteps.findIndex((step) => speed < step);
  return index < 0 ? speedSteps.length : index;
};

// `{colour, text, wide}` of every class of a way to colour by.
export function legendOf(by, track) {
  if (by === "state") {
    return ["locked", "unlocked", "tampered"].map((state, index) =>
      ({ colour: colour(stateColours[index]), text: say(`state.${state}`), isWide: index > 0 }));
  }
  const words = speedSteps.map((step, index) => `${number((speedSteps[index - 1] ?? 0) * 3.6, 0)}–${number(step * 3.6, 0)}`);
  const list = [...words, `> ${number(speedSteps.at(-1) * 3.6, 0)}`].map((text, index) =>
    ({ colour: colour(`speed-${index}`), text, isWide: index === speedSteps.length }));
  if (track?.speeds.some(Number.isNaN)) list.push({ colour: colour("quiet"), text: say("case.speed-unknown") });
  return list;
}

export class Way {
  constructor(track) {
    this.track = track;
    this.worldX = new Float64Array(track.length);
    this.worldY = new Float64Array(track.length);
    for (let index = 0; index < track.length; index += 1) {
      if (!track.hasFix(index)) continue;
      [this.worldX[index], this.worldY[index]] = world(track.lats[index], track.lons[index]);
    }
    this.isBroken = new Uint8Array(track.length);
    for (const gap of track.gaps) this.isBroken[gap.after] = 1;
  }

  styles(by) {
    const dash = [];
    if (by === "state") return stateColours.map((name, index) => ({ colour: colour(name), width: index ? 5 : 3.5, dash }));
    return [...speedSteps.map((_, index) => ({ colour: colour(`speed-${index}`), width: 3.5, dash })),
      { colour: colour(`speed-${speedSteps.length}`), width: 5.5, dash }, { colour: colour("quiet"), width: 3, dash }];
  }

  // Draws the reports `from`...`to` (indices), with a casing below; points nearer than a pixel are left out.
  draw(canvas, view, by, { from = 0, to = this.track.length - 1, only = null, fade = 1 } = {}) {
    const styles = only ? [{ ...only, dash: [] }] : this.styles(by);
    const paths = styles.map(() => new Path2D());
    const { track } = this;
    const [minX, minY, maxX, maxY] = [view.bounds.min.x - 20, view.bounds.min.y - 20, view.bounds.max.x + 20,
      view.bounds.max.y + 20];
    let [lastX, lastY, last, open] = [0, 0, -1, -1];
    for (let index = Math.max(0, from); index <= to; index += 1) {
      if (Number.isNaN(track.lats[index])) continue;
      const x = view.x(this.worldX[index]);
      const y = view.y(this.worldY[index]);
      if (last >= 0 && !this.isBroken[index]) {
        const own = only ? 0 : by === "state" ? track.states[last] : speedClass(track.speeds[index]);
        if (own === open && Math.abs(x - lastX) < 1 && Math.abs(y - lastY) < 1 && index !== to) continue;
        const isSeen = Math.max(x, lastX) > minX && Math.min(x, lastX) < maxX && Math.max(y, lastY) > minY
          && Math.min(y, lastY) < maxY;
        if (isSeen) {
          if (own !== open) paths[own].moveTo(lastX, lastY);
          paths[own].lineTo(x, y);
          open = own;
        } else {
          open = -1;
        }
      } else {
        open = -1;
      }
      [lastX, lastY, last] = [x, y, index];
    }
    canvas.save();
    canvas.lineJoin = canvas.lineCap = "round";
    canvas.globalAlpha = fade;
    for (const [index, path] of paths.entries()) {
      canvas.strokeStyle = colour("panel");
      canvas.lineWidth = styles[index].width + 2.5;
      canvas.stroke(path);
    }
    for (const [index, path] of paths.entries()) {
      canvas.strokeStyle = styles[index].colour;
      canvas.lineWidth = styles[index].width;
      canvas.stroke(path);
    }
    canvas.restore();
  }

  drawGaps(canvas, view, tone = colour("major")) {
    canvas.save();
    canvas.setLineDash([3, 6]);
    canvas.lineWidth = 2.5;
    canvas.strokeStyle = tone;
    for (const { before, after } of this.track.gaps) {
      const [a, b] = [this.fixBefore(before), this.fixAfter(after)];
      if (a < 0 || b < 0) continue;
      canvas.beginPath();
      canvas.moveTo(view.x(this.worldX[a]), view.y(this.worldY[a]));
      canvas.lineTo(view.x(this.worldX[b]), view.y(this.worldY[b]));
      canvas.stroke();
    }
    canvas.restore();
  }

  fixBefore(index) {
    while (index >= 0 && !this.track.hasFix(index)) index -= 1;
    return index;
  }

  fixAfter(index) {
    while (index < this.track.length && !this.track.hasFix(index)) index += 1;
    return index < this.track.length ? index : -1;
  }

  // The report nearest to a place of the map, not farther than `reach` pixels; -1 where there is none.
  nearest(view, x, y, reach) {
    let [best, bestSquare] = [-1, reach * reach];
    for (let index = 0; index < this.track.length; index += 1) {
      if (Number.isNaN(this.track.lats[index])) continue;
      const square = (view.x(this.worldX[index]) - x) ** 2 + (view.y(this.worldY[index]) - y) ** 2;
      if (square < bestSquare) [best, bestSquare] = [index, square];
    }
    return best;
  }

  get box() {
    let [south, north, west, east] = [90, -90, 180, -180];
    for (let index = 0; index < this.track.length; index += 1) {
      if (!this.track.hasFix(index)) continue;
      south = Math.min(south, this.track.lats[index]);
      north = Math.max(north, this.track.lats[index]);
      west = Math.min(west, this.track.lons[index]);
      east = Math.max(east, this.track.lons[index]);
    }
    return south > north ? null : [[south, west], [north, east]];
  }
}
