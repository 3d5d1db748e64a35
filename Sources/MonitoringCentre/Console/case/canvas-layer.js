// A canvas of our own on a Leaflet map: it moves and scales with it, and is painted again when it stands still.

// The layer; `paint(canvas, view)` draws in the map's layer pixels. `view` has `x(world)`, `y(world)` for places made by
// `world(lat, lon)`, the `bounds` that are seen, `metersPerPixel` and the `zoom`.
export function canvasLayer(L, { pane, paint }) {
  const Layer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.style.pointerEvents = "none";
      this._canvas = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
      delete this._canvas;
    },
    // Leaflet's own renderers update their paths here; there are none.
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(2, devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = Math.round(size.x * ratio);
      this._container.height = Math.round(size.y * ratio);
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      this._canvas.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      this.repaint();
    },
    repaint() {
      if (!this._canvas || !this._bounds) return;
      const { min, max } = this._bounds;
      this._canvas.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      const zoom = this._map.getZoom();
      const scale = 256 * 2 ** zoom;
      const origin = this._map.getPixelOrigin();
      const latitude = this._map.getCenter().lat;
      paint(this._canvas, {
        zoom, bounds: { min, max }, scale,
        x: (world) => world * scale - origin.x, y: (world) => world * scale - origin.y,
        metersPerPixel: (40075016.7 * Math.cos((latitude * Math.PI) / 180)) / scale,
      });
    },
  });
  return new Layer({ pane, padding: 0.25 });
}

// A place on the Mercator square from 0 to 1.
export function world(lat, lon) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}
