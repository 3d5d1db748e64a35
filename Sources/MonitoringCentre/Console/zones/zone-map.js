// The map on which zones are chosen, drawn and moved.
import { make } from "/core/dom.js";
import { colour, onTheme } from "/core/theme.js";
import { BaseMap, zoneStyle } from "/map/base-map.js";
import { nameOf } from "/facilities/parts.js";
import { ZoneDrawing } from "/zones/zone-drawing.js";
import { ZoneHandles } from "/zones/zone-handles.js";

export class ZoneMap {
  constructor({ site, choose, put, drawn, progress }) {
    Object.assign(this, { site, choose, put, drawn, progress });
    this.element = make("div", { class: "zone-map" });
  }

  async load() {
    this.loading ??= BaseMap.make(this.element, { site: this.site, zones: false, center: [16.2, 106.5], zoom: 6 });
    if (this.base || !(this.base = await this.loading)) return;
    // Before the drawing's own listener, which may end the drawing with this click.
    this.base.map.on("click", () => this.drawing.tool || this.choose(null));
    this.handles = new ZoneHandles(this.base, (feature) => this.put(feature));
    this.drawing = new ZoneDrawing(this.base, { done: this.drawn, changed: this.progress });
    this.base.map.on("zoomend", () => this.corridor());
    onTheme(() => this.show(this.features ?? [], this.chosen));
  }

  // Draws all; `chosen` is an id, `shown` which are to be seen.
  show(features, chosen, shown = this.shown ?? (() => true)) {
    Object.assign(this, { features, chosen, shown });
    if (!this.base) return;
    const { L, map } = this.base;
    this.layer?.remove();
    const options = { pane: "zones", renderer: (this.canvas ??= L.canvas({ pane: "zones", padding: 0.3, tolerance: 4 })) };
    const style = (feature) => {
      const isChosen = feature.properties.id === chosen;
      const isLine = feature.geometry.type === "LineString";
      return {
        ...zoneStyle(feature), interactive: true, opacity: isChosen ? 1 : isLine ? 0.45 : 0.9,
        weight: isChosen ? 3 : isLine ? 4 : 1.5, fillOpacity: isChosen ? 0.3 : 0.15,
      };
    };
    this.layer = L.geoJSON({ type: "FeatureCollection", features }, {
      ...options, style,
      filter: (feature) => feature.properties.id === chosen || shown(feature),
      pointToLayer: (feature, at) => L.circle(at, { ...options, radius: feature.properties.radius || 1, ...style(feature) }),
      onEachFeature: (feature, layer) => {
        layer.bindTooltip(make("span", { text: nameOf(feature.properties) }), { sticky: true });
        layer.on("click", (event) => {
          if (this.drawing.tool) return;
          L.DomEvent.stopPropagation(event);
          this.choose(feature.properties.id);
        });
      },
    }).addTo(map);
    this.corridor();
    this.handles.show(this.drawing.tool ? null : features.find((feature) => feature.properties.id === chosen) ?? null);
  }

  // The whole width of the route that is chosen.
  corridor() {
    this.band?.remove();
    const feature = this.features?.find((one) => one.properties.id === this.chosen);
    if (feature?.geometry.type !== "LineString") return;
    const { L, map } = this.base;
    const latitude = (feature.geometry.coordinates[0][1] * Math.PI) / 180;
    const metresAPixel = (40075017 * Math.cos(latitude)) / 256 / 2 ** map.getZoom();
    const weight = Math.min(400, (2 * (feature.properties.width || 0)) / metresAPixel);
    if (weight < 5) return;
    this.band = L.geoJSON(feature, {
      style: { color: colour("accent"), weight, opacity: 0.18, lineCap: "round" }, interactive: false,
    }).addTo(map);
  }

  fit(feature) {
    if (!this.base || !feature) return;
    const { L, map } = this.base;
    const bounds = L.geoJSON(feature).getBounds();
    map.fitBounds(bounds, { padding: [60, 60], maxZoom: 14, animate: false });
  }
}
