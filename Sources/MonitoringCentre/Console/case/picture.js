// Pictures of what is drawn: the map with its canvases and marks, the plots; for the printed report and as PNG.
import { colour } from "/core/theme.js";
import { say } from "/phrases.js";

// The map as it is seen now, on a canvas; its tiles are left out where another host gave them.
export function pictureOfMap(element) {
  const frame = element.getBoundingClientRect();
  const ratio = Math.min(2, devicePixelRatio || 1);
  const picture = Object.assign(document.createElement("canvas"), { width: frame.width * ratio, height: frame.height * ratio });
  const canvas = picture.getContext("2d");
  canvas.scale(ratio, ratio);
  canvas.fillStyle = colour("sea");
  canvas.fillRect(0, 0, frame.width, frame.height);
  const level = (one) => Number(getComputedStyle(one.closest(".leaflet-pane")).zIndex) || 0;
  const layers = [...element.querySelectorAll(".leaflet-pane canvas")].sort((a, b) => level(a) - level(b));
  for (const layer of layers) {
    const box = layer.getBoundingClientRect();
    if (layer.width && layer.height) canvas.drawImage(layer, box.left - frame.left, box.top - frame.top, box.width, box.height);
  }
  canvas.font = "11px sans-serif";
  canvas.fillStyle = colour("quiet");
  canvas.textBaseline = "middle";
  for (const name of element.querySelectorAll(".place-name")) {
    const box = name.getBoundingClientRect();
    if (box.width) canvas.fillText(name.textContent, box.left - frame.left + 2, box.top - frame.top + box.height / 2);
  }
  for (const spot of element.querySelectorAll(".case-spot-in, .case-arrow")) drawSpot(canvas, spot, frame);
  return picture;
}

function drawSpot(canvas, spot, frame) {
  const box = spot.getBoundingClientRect();
  if (!box.width) return;
  const style = getComputedStyle(spot);
  const [x, y] = [box.left - frame.left, box.top - frame.top];
  canvas.beginPath();
  canvas.roundRect(x, y, box.width, box.height, Math.min(box.height / 2, 12));
  canvas.fillStyle = spot.matches(".case-arrow") ? colour("accent") : style.backgroundColor;
  canvas.fill();
  canvas.strokeStyle = spot.matches(".case-arrow") ? colour("panel") : style.borderTopColor;
  canvas.lineWidth = 1.5;
  canvas.stroke();
  canvas.fillStyle = style.color;
  canvas.textAlign = "center";
  canvas.font = "bold 11px sans-serif";
  canvas.fillText(spot.textContent, x + box.width / 2, y + box.height / 2);
  canvas.textAlign = "start";
}

// The plots below one another.
export function pictureOfPlots(plots) {
  const drawn = plots.shownSeries?.filter((one) => one.canvas?.width) ?? [];
  if (!drawn.length || plots.area.hidden) return null;
  const width = Math.max(...drawn.map((one) => one.canvas.width));
  const height = drawn.reduce((sum, one) => sum + one.canvas.height, 0);
  const picture = Object.assign(document.createElement("canvas"), { width, height });
  const canvas = picture.getContext("2d");
  canvas.fillStyle = colour("panel");
  canvas.fillRect(0, 0, width, height);
  let top = 0;
  for (const one of drawn) {
    canvas.drawImage(one.canvas, 0, top);
    const ratio = one.canvas.width / one.canvas.clientWidth || 1;
    canvas.font = `bold ${11 * ratio}px sans-serif`;
    canvas.fillStyle = colour("ink");
    canvas.fillText(`${say(one.phrase)} ${one.unit}`, 56 * ratio, top + 12 * ratio);
    top += one.canvas.height;
  }
  return picture;
}

export function save(name, blob) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
}

export const savePicture = (name, picture) => picture?.toBlob((blob) => save(name, blob));
