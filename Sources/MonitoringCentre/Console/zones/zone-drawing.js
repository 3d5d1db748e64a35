// Drawing a new shape: corner by corner, or a circle by its centre and its edge.
import { colour } from "/core/theme.js";
import { distance } from "/orders/routes.js";
import { shapeOf } from "/zones/zone-geometry.js";

export class ZoneDrawing {
  // `done` is told the geometry and, for a circle, its radius; `changed` how many places there are.
  constructor({ L, map }, { done, changed }) {
    Object.assign(this, { L, map, done, changed });
    this.places = [];
    map.on("click", (event) => this.click(event));
    map.on("dblclick", () => this.finish());
    map.on("mousemove", (event) => this.point(event));
  }

  start(tool) {
    this.stop();
    this.tool = tool;
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("drawing");
  }

  stop() {
    this.tool = null;
    this.places = [];
    this.layer?.remove();
    this.map.getContainer().classList.remove("drawing");
    this.map.doubleClickZoom.enable();
  }

  click({ latlng, originalEvent }) {
    if (!this.tool) return;
    const place = [latlng.lng, latlng.lat];
    // The second click of a double click is the same corner again.
    if (originalEvent?.detail > 1) return;
    if (this.tool === "circle" && this.places.length) return this.complete({ radius: Math.max(1, Math.round(distance(this.places[0], place))) });
    this.places.push(place);
    this.changed(this.places.length);
    this.paint();
  }

  point({ latlng }) {
    if (this.tool && this.places.length) this.paint([latlng.lng, latlng.lat]);
  }

  // Takes the last corner back.
  back() {
    this.places.pop();
    this.changed(this.places.length);
    this.paint();
  }

  finish() {
    if (!this.tool) return;
    if (this.tool === "circle") {
      if (this.places.length) this.complete({ radius: 200 });
    } else this.complete({});
  }

  complete(properties) {
    const { tool } = this;
    const geometry = shapeOf(tool, this.places);
    if (!geometry) return;
    this.stop();
    this.done(tool, geometry, properties);
  }

  paint(cursor) {
    const { L } = this;
    this.layer?.remove();
    const all = cursor ? [...this.places, cursor] : this.places;
    const points = all.map(([lon, lat]) => [lat, lon]);
    const style = { color: colour("accent"), weight: 2, dashArray: "5 4", interactive: false };
    const shapes = [];
    if (this.tool === "circle") {
      if (all.length > 1) shapes.push(L.circle(points[0], { ...style, radius: distance(all[0], all[1]) }));
    } else {
      shapes.push(this.tool === "route" ? L.polyline(points, style) : L.polygon(points, { ...style, fillOpacity: 0.1 }));
    }
    for (const [lon, lat] of this.places) {
      shapes.push(L.circleMarker([lat, lon], { radius: 4, color: colour("accent"), fillOpacity: 1, interactive: false }));
    }
    this.layer = L.layerGroup(shapes).addTo(this.map);
  }
}
