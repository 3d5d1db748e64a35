// The seals on the map: one canvas that moves with the map, drawn at most once a frame and only when something changed.
import { colour, onTheme } from "/core/theme.js";
import { number } from "/phrases.js";
import { Clusters, singleZoom } from "/live/clusters.js";
import { silentMilliseconds } from "/live/seal-index.js";
import { drawBubble, Symbols, symbolReach } from "/live/symbols.js";

// The canvas reaches this far (share of the view) beyond its edges, so that panning shows what is there.
const padding = 0.15;
const hitReach = 12;
// How long a change may wait while the map is dragged.
const dragMilliseconds = 500;

export class SealLayer {
  // `base` is a BaseMap; `handlers` are `seal(id)`, `cluster`, `hover(position or null, point)`.
  constructor(base, index, handlers) {
    this.map = base.map;
    this.L = base.L;
    this.index = index;
    this.handlers = handlers;
    this.clusters = new Clusters();
    this.now = 0;
    this.selected = null;
    this.paintedAt = 0;
    this.pane = this.map.getPane("points");
    this.canvas = document.createElement("canvas");
    this.canvas.className = "seal-canvas leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
    this.pane.append(this.canvas);
    this.pane.style.pointerEvents = "none";
    this.context = this.canvas.getContext("2d");
    this.stopTheme = onTheme(() => {
      this.symbols = null;
      this.redraw();
    });
    this.events = {
      moveend: () => this.redraw(), resize: () => this.redraw(), viewreset: () => this.redraw(), zoomend: () => this.redraw(),
      move: () => this.moved(), zoomanim: (event) => this.animate(event),
      mousemove: (event) => this.hover(event), mouseout: () => this.leave(), click: (event) => this.click(event),
      dragstart: () => this.drag(true), dragend: () => this.drag(false),
    };
    this.map.on(this.events);
    this.redraw();
  }

  remove() {
    this.map.off(this.events);
    this.stopTheme();
    cancelAnimationFrame(this.request);
    clearTimeout(this.later);
    this.canvas.remove();
  }

  redraw() {
    this.request ??= requestAnimationFrame(() => {
      this.request = undefined;
      this.draw();
    });
  }

  // Seals have moved: drawn with the next frame, but less often while somebody pans and every frame counts.
  changed() {
    const wait = this.isDragged ? dragMilliseconds - (performance.now() - this.paintedAt) : 0;
    if (wait <= 0) return this.redraw();
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.redraw();
    }, wait);
  }

  // While panning the canvas moves with the map; it is drawn again before its edge comes into view.
  moved() {
    if (!this.drawnAt || this.map._animatingZoom) return;
    const now = this.map.containerPointToLayerPoint([0, 0]);
    const { x, y } = now.subtract(this.drawnAt);
    const size = this.map.getSize();
    if (Math.abs(x) > size.x * padding * 0.6 || Math.abs(y) > size.y * padding * 0.6) this.redraw();
  }

  animate({ zoom, center }) {
    if (!this.corner) return;
    const offset = this.map._latLngToNewLayerPoint(this.corner, zoom, center);
    this.L.DomUtil.setTransform(this.canvas, offset, this.map.getZoomScale(zoom, this.zoom));
  }

  draw() {
    if (this.map._animatingZoom || !this.canvas.isConnected) return;
    const size = this.map.getSize();
    if (!size.x || !size.y) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    if (this.symbols?.ratio !== ratio) this.symbols = new Symbols(ratio);
    const [padX, padY] = [Math.round(size.x * padding), Math.round(size.y * padding)];
    const [width, height] = [size.x + 2 * padX, size.y + 2 * padY];
    this.resize(width, height, ratio);
    const corner = this.map.containerPointToLayerPoint([-padX, -padY]);
    this.L.DomUtil.setPosition(this.canvas, corner);
    this.drawnAt = this.map.containerPointToLayerPoint([0, 0]);
    this.cornerPoint = corner;
    this.corner = this.map.layerPointToLatLng(corner);
    this.zoom = this.map.getZoom();
    const world = this.map.getPixelOrigin().add(corner);
    this.view = { scale: this.map.options.crs.scale(this.zoom), left: world.x, top: world.y, width, height, zoom: this.zoom };
    this.drawn = this.clusters.gather(this.index, this.view);
    this.paint(ratio, width, height);
    this.paintedAt = performance.now();
    // Tells who measures that all of the index up to now can be seen.
    this.canvas.dispatchEvent(new CustomEvent("drawn", { bubbles: true, detail: this.index }));
  }

  resize(width, height, ratio) {
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width === w && this.canvas.height === h) return;
    [this.canvas.width, this.canvas.height] = [w, h];
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  paint(ratio, width, height) {
    const { context, index, view, symbols } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { singles, singleCount, bubbles } = this.drawn;
    const side = symbolReach * 2;
    const silentBefore = this.now - silentMilliseconds;
    // The gravest last, so that they lie on the others.
    for (let rank = 0; rank <= 4; rank++) {
      for (let i = 0; i < singleCount; i++) {
        const slot = singles[i];
        if (index.severity[slot] !== rank) continue;
        const picture = symbols.picture(
          index.state[slot], rank, index.direction[slot], index.suspect[slot], index.time[slot] < silentBefore ? 1 : 0);
        context.drawImage(picture, Math.round((index.x[slot] * view.scale - view.left) * ratio) / ratio - symbolReach,
          Math.round((index.y[slot] * view.scale - view.top) * ratio) / ratio - symbolReach, side, side);
      }
    }
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `600 11px ${getFont()}`;
    for (const bubble of bubbles) drawBubble(context, bubble, short(bubble.count));
    this.paintSelected(context);
  }

  paintSelected(context) {
    const slot = this.index.slots.get(this.selected);
    if (slot === undefined) return;
    const { x, y } = this.place(slot);
    const { index, symbols } = this;
    context.drawImage(symbols.picture(index.state[slot], index.severity[slot], index.direction[slot], index.suspect[slot], 0),
      x - symbolReach, y - symbolReach, symbolReach * 2, symbolReach * 2);
    context.beginPath();
    context.arc(x, y, 16, 0, 2 * Math.PI);
    context.lineWidth = 5;
    context.strokeStyle = colour("panel");
    context.stroke();
    context.lineWidth = 2.5;
    context.strokeStyle = colour("accent");
    context.stroke();
  }

  // A seal's place on the canvas.
  place(slot) {
    return { x: this.index.x[slot] * this.view.scale - this.view.left, y: this.index.y[slot] * this.view.scale - this.view.top };
  }

  // What is drawn at a place of the map: `{slot}`, `{bubble}` or null.
  hit(event) {
    if (!this.drawn) return null;
    const { x, y } = event.layerPoint.subtract(this.cornerPoint);
    for (const bubble of this.drawn.bubbles) {
      if ((bubble.x - x) ** 2 + (bubble.y - y) ** 2 <= bubble.radius ** 2) return { bubble };
    }
    let found = null;
    let best = hitReach ** 2;
    for (let i = 0; i < this.drawn.singleCount; i++) {
      const slot = this.drawn.singles[i];
      const place = this.place(slot);
      const distance = (place.x - x) ** 2 + (place.y - y) ** 2 - this.index.severity[slot];
      if (distance < best) [best, found] = [distance, { slot }];
    }
    return found;
  }

  hover(event) {
    // A drag asks for nothing.
    if (event.originalEvent?.buttons) return;
    const hit = this.hit(event);
    const element = this.map.getContainer();
    element.classList.toggle("over-seal", Boolean(hit));
    this.handlers.hover(hit, event.containerPoint);
  }

  drag(isDragged) {
    this.isDragged = isDragged;
    this.leave();
  }

  leave() {
    this.map.getContainer().classList.remove("over-seal");
    this.handlers.hover(null);
  }

  click(event) {
    const hit = this.hit(event);
    if (!hit) return;
    if (hit.slot !== undefined) return this.handlers.seal(this.index.positions[hit.slot].seal);
    this.leave();
    const { x, y } = hit.bubble;
    const center = this.map.layerPointToLatLng(this.cornerPoint.add([x, y]));
    this.map.setView(center, Math.min(this.map.getZoom() + 2, Math.max(singleZoom, this.map.getZoom() + 1)));
  }
}

const short = (count) => (count < 1000 ? String(count) : `${number(count / 1000, count < 10000 ? 1 : 0)}k`);

let font;
const getFont = () => (font ??= getComputedStyle(document.body).fontFamily);
