// The small map beside an order: the route that is chosen, its two ends.
import { make } from "/core/dom.js";
import { colour } from "/core/theme.js";
import { BaseMap } from "/map/base-map.js";

export class RouteMap {
  constructor(site) {
    this.site = site;
    this.ground = make("div", { class: "ground" });
    this.element = make("div", { class: "route-map" }, this.ground);
  }

  async load() {
    this.loading ??= BaseMap.make(this.ground, { site: this.site, zones: false });
    this.base = await this.loading;
    this.base?.map.invalidateSize();
  }

  show(route, from, to) {
    this.layer?.remove();
    if (!this.base || (!route && !from && !to)) return;
    const { L, map } = this.base;
    const layers = [];
    if (route) {
      layers.push(L.geoJSON(route, { pane: "ways", style: { color: colour("accent"), weight: 4 }, interactive: false }));
    }
    for (const [place, fill] of [[from, "good"], [to, "critical"]]) {
      if (!place) continue;
      layers.push(L.circleMarker([place.lat, place.lon], {
        pane: "points", radius: 7, weight: 2, color: colour("panel"), fillColor: colour(fill), fillOpacity: 1, interactive: false,
      }));
    }
    this.layer = L.featureGroup(layers).addTo(map);
    map.fitBounds(this.layer.getBounds(), { padding: [30, 30], maxZoom: 12, animate: false });
  }
}
