// The seals' symbols, each drawn once and then copied: shape by movement, inside by state, ring by the gravest alert.
import { colour } from "/core/theme.js";
import { directions, severities, states } from "/live/seal-index.js";

const stateColours = { locked: "good", unlocked: "major", tampered: "critical" };
// Half the side of a symbol's picture, in CSS pixels.
export const symbolReach = 14;

// Draws a symbol around (0, 0): `direction` is 255 where it stands.
export function drawSymbol(canvas, { state, severity, direction, isSuspect, isFaded }) {
  canvas.save();
  canvas.globalAlpha = isFaded ? 0.45 : 1;
  if (severity) ring(canvas, severity);
  if (direction !== 255) canvas.rotate((direction / directions) * 2 * Math.PI);
  canvas.beginPath();
  if (direction === 255) {
    canvas.arc(0, 0, 5.5, 0, 2 * Math.PI);
  } else {
    canvas.moveTo(0, -8.5);
    canvas.lineTo(6, 6.5);
    canvas.lineTo(0, 3.6);
    canvas.lineTo(-6, 6.5);
    canvas.closePath();
  }
  const tone = colour(stateColours[states[state]]);
  canvas.lineJoin = "round";
  if (isSuspect) {
    // A ghost: there it says it is, and there it may well not be.
    canvas.setLineDash([2.5, 2]);
    canvas.lineWidth = 1.8;
    canvas.strokeStyle = tone;
    canvas.stroke();
  } else {
    canvas.fillStyle = state === 1 ? colour("panel") : tone;
    canvas.lineWidth = state === 1 ? 2.6 : 1.4;
    canvas.strokeStyle = state === 1 ? tone : colour("panel");
    canvas.fill();
    canvas.stroke();
  }
  if (state === 2) cross(canvas, isSuspect ? tone : colour("panel"), direction);
  canvas.restore();
}

function ring(canvas, severity) {
  canvas.beginPath();
  canvas.arc(0, 0, 11, 0, 2 * Math.PI);
  canvas.lineWidth = 1 + severity * 0.6;
  canvas.strokeStyle = colour(severities[severity - 1]);
  // The gravest two are whole rings, the others are broken.
  if (severity < 3) canvas.setLineDash(severity === 2 ? [6, 2.6] : [2.4, 2.6]);
  canvas.stroke();
  canvas.setLineDash([]);
}

function cross(canvas, tone, direction) {
  const reach = direction === 255 ? 2.4 : 1.9;
  canvas.beginPath();
  for (const side of [1, -1]) {
    canvas.moveTo(-reach * side, -reach);
    canvas.lineTo(reach * side, reach);
  }
  canvas.lineWidth = 1.6;
  canvas.strokeStyle = tone;
  canvas.stroke();
}

// Pictures of symbols for one density of pixels and one set of colours.
export class Symbols {
  constructor(ratio) {
    this.ratio = ratio;
    this.pictures = new Map();
  }

  picture(state, severity, direction, isSuspect, isFaded) {
    const key = ((((direction * 8 + severity) * 4 + state) * 2 + isSuspect) * 2) + isFaded;
    let picture = this.pictures.get(key);
    if (!picture) {
      picture = document.createElement("canvas");
      picture.width = picture.height = Math.ceil(symbolReach * 2 * this.ratio);
      const canvas = picture.getContext("2d");
      canvas.scale(this.ratio, this.ratio);
      canvas.translate(symbolReach, symbolReach);
      drawSymbol(canvas, { state, severity, direction, isSuspect, isFaded });
      this.pictures.set(key, picture);
    }
    return picture;
  }
}

// A bubble: how many, and around it the share of each severity, gravest first.
export function drawBubble(canvas, { x, y, radius, count, shares, tampered }, text) {
  canvas.beginPath();
  canvas.arc(x, y, radius, 0, 2 * Math.PI);
  canvas.fillStyle = colour("panel");
  canvas.fill();
  let from = -Math.PI / 2;
  canvas.lineWidth = 4;
  for (let severity = shares.length - 1; severity >= 0; severity--) {
    if (!shares[severity]) continue;
    // The least share that an eye still finds.
    const share = Math.max(shares[severity] / count, severity ? 0.05 : 0);
    const to = severity ? Math.min(from + share * 2 * Math.PI, 1.5 * Math.PI) : 1.5 * Math.PI;
    canvas.beginPath();
    canvas.arc(x, y, radius - 2, from, to);
    canvas.strokeStyle = colour(severity ? severities[severity - 1] : "good");
    canvas.stroke();
    from = to;
  }
  canvas.fillStyle = colour("ink");
  canvas.fillText(text, x, y + 0.5);
  if (shares[4] || tampered) exclaim(canvas, x + radius * 0.75, y - radius * 0.75);
}

function exclaim(canvas, x, y) {
  canvas.beginPath();
  canvas.arc(x, y, 6.5, 0, 2 * Math.PI);
  canvas.fillStyle = colour("critical");
  canvas.fill();
  canvas.fillStyle = colour("panel");
  canvas.fillText("!", x, y + 0.5);
}
