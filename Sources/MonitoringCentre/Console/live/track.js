// The recent way of one seal on the map, and the zone that an alert is about.
import { call } from "/api.js";
import { colour } from "/core/theme.js";

// Points dropped from a way shown are no farther from its line than this (metres).
const toleranceMeters = 20;

export class Track {
  constructor(base) {
    this.base = base;
    this.group = base.L.layerGroup().addTo(base.map);
    // A drawing of its own kind of element: a canvas here would take the mouse from the zones below.
    this.renderer = base.L.svg({ pane: "ways" });
    this.asked = 0;
  }

  clear() {
    this.asked++;
    this.shown = null;
    this.group.clearLayers();
  }

  // Draws the way from a time on, to another where given; what is asked later wins.
  async show(seal, from, to) {
    const asked = ++this.asked;
    const query = new URLSearchParams({ format: "geojson", from, ...(to ? { to } : {}) });
    const path = `/v1/seals/${encodeURIComponent(seal)}/track?`;
    let feature;
    try {
      feature = await call("GET", `${path}${query}&tolerance=${toleranceMeters}`);
    } catch (problem) {
      if (problem.status !== 400 && problem.status !== 422) return;
      feature = await call("GET", path + query).catch(() => null);
    }
    if (asked !== this.asked || !feature?.geometry) return;
    this.shown = { feature };
    this.draw();
  }

  // Marks a zone, the one with this id or those of this facility, and a place.
  mark({ zone, facility, place, tone = "critical" }) {
    this.place = place ? { at: [place.lat, place.lon], tone } : null;
    this.marked = this.base.zones?.features.filter(({ properties }) =>
      (zone && properties.id === zone) || (facility && properties.facility === facility)) ?? [];
    this.draw();
  }

  draw() {
    const { L } = this.base;
    this.group.clearLayers();
    const options = { pane: "ways", renderer: this.renderer, interactive: false };
    for (const feature of this.marked ?? []) {
      const style = { ...options, color: colour("critical"), weight: 3, dashArray: "8 5", fill: false, opacity: 0.9 };
      L.geoJSON(feature, {
        style, interactive: false, pane: "ways", renderer: this.renderer,
        pointToLayer: (_, place) => L.circle(place, { ...style, radius: feature.properties.radius ?? 100 }),
      }).addTo(this.group);
    }
    const geometry = this.shown?.feature.geometry ?? {};
    const lines = geometry.type === "MultiLineString" ? geometry.coordinates
      : geometry.type === "LineString" ? [geometry.coordinates] : [];
    for (const line of lines) {
      const places = line.map(([lon, lat]) => [lat, lon]);
      L.polyline(places, { ...options, color: colour("panel"), weight: 6, opacity: 0.85 }).addTo(this.group);
      L.polyline(places, { ...options, color: colour("accent"), weight: 3, opacity: 1 }).addTo(this.group);
      const start = { radius: 4, color: colour("accent"), fillColor: colour("panel"), fillOpacity: 1, weight: 2 };
      L.circleMarker(places[0], { ...options, ...start }).addTo(this.group);
    }
    if (!this.place) return;
    // Where the alert says it was: the seal may be elsewhere by now.
    for (const [radius, weight, name] of [[13, 6, "panel"], [13, 3, this.place.tone], [3, 3, this.place.tone]]) {
      const ring = { radius, weight, color: colour(name), fill: radius === 3, fillOpacity: 1 };
      L.circleMarker(this.place.at, { ...options, ...ring }).addTo(this.group);
    }
  }

  // What encloses all of it; null where nothing is drawn.
  get bounds() {
    const bounds = this.base.L.latLngBounds([]);
    this.group.eachLayer((layer) => layer.getBounds && bounds.extend(layer.getBounds()));
    return bounds.isValid() ? bounds : null;
  }
}
