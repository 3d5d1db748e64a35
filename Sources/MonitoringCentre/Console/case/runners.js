// The marks of a playback of many: each has a colour and a number, an arrow for its course and a sign for its state.
import { colour } from "/core/theme.js";

const hues = [212, 25, 145, 280, 350, 180, 50, 320, 100, 240];

// Twenty colours that differ, darker on a light ground and lighter on a dark one.
export function tones() {
  const isDark = Number(colour("panel").match(/\d+/)?.[0]) < 128;
  return Array.from({ length: 20 }, (_, index) => {
    const isSecond = index >= hues.length;
    const lightness = isDark ? (isSecond ? 82 : 64) : isSecond ? 28 : 42;
    return `hsl(${hues[index % hues.length]} ${isSecond ? 45 : 75}% ${lightness}%)`;
  });
}

export function drawCourse(canvas, view, run, number) {
  const { now } = run;
  const [worldX, worldY] = placeOf(run, now);
  canvas.save();
  canvas.translate(view.x(worldX), view.y(worldY));
  canvas.globalAlpha = now.isGap || now.isAfter ? 0.55 : 1;
  if (!Number.isNaN(now.course) && !(now.speed < 1)) {
    canvas.save();
    canvas.rotate((now.course * Math.PI) / 180);
    canvas.beginPath();
    canvas.moveTo(0, -20);
    canvas.lineTo(7, -8);
    canvas.lineTo(-7, -8);
    canvas.closePath();
    canvas.fillStyle = run.tone;
    canvas.fill();
    canvas.restore();
  }
  canvas.beginPath();
  canvas.arc(0, 0, 11, 0, 2 * Math.PI);
  canvas.fillStyle = colour("panel");
  canvas.fill();
  canvas.lineWidth = 3;
  canvas.strokeStyle = run.tone;
  canvas.stroke();
  canvas.fillStyle = colour("ink");
  canvas.font = "bold 11px sans-serif";
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  canvas.fillText(number, 0, 0.5);
  if (now.state !== "locked") sign(canvas, now.state);
  canvas.restore();
}

// Unlocked or tampered: a mark at its shoulder.
function sign(canvas, state) {
  canvas.beginPath();
  canvas.arc(9, -9, 6, 0, 2 * Math.PI);
  canvas.fillStyle = colour(state === "tampered" ? "critical" : "major");
  canvas.fill();
  canvas.fillStyle = colour("panel");
  canvas.font = "bold 9px sans-serif";
  canvas.fillText(state === "tampered" ? "!" : "u", 9, -8.5);
}

function placeOf({ way, track }, now) {
  const { index } = now;
  if (track.lats[index] === now.lat && track.lons[index] === now.lon) return [way.worldX[index], way.worldY[index]];
  const sine = Math.sin((now.lat * Math.PI) / 180);
  return [now.lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}
