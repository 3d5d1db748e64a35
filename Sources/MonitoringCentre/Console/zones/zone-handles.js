// The handles of the zone that is chosen: corners to drag, places between them to make new ones, one to move all.
import { colour } from "/core/theme.js";
import { distance } from "/orders/routes.js";
import { middleOf, moved, partsOf, withPart } from "/zones/zone-geometry.js";
import { say } from "/phrases.js";

// A shape with more corners is edited in the table only.
const mostHandles = 400;

export class ZoneHandles {
  constructor({ L, map }, put) {
    this.L = L;
    this.map = map;
    this.put = put;
    this.layer = L.layerGroup().addTo(map);
  }

  clear() {
    this.layer.clearLayers();
    this.ghost = null;
  }

  show(feature) {
    this.clear();
    this.feature = feature;
    if (!feature) return;
    const parts = partsOf(feature.geometry);
    if (feature.geometry.type === "Point") this.circleHandles(feature);
    else if (parts.reduce((sum, part) => sum + part.places.length, 0) <= mostHandles) {
      parts.forEach((part, index) => this.partHandles(part, index));
      this.moveHandle(feature);
    }
  }

  handle([lon, lat], look, label, dragged, onclick) {
    const { L } = this;
    const icon = L.divIcon({ className: `zone-handle ${look}`, iconSize: look === "middle" ? [11, 11] : [15, 15] });
    const marker = L.marker([lat, lon], { icon, draggable: true, keyboard: false, title: label, pane: "markerPane" });
    const place = () => [marker.getLatLng().lng, marker.getLatLng().lat];
    marker.on("drag", () => this.draft(dragged(place())));
    marker.on("dragend", () => this.put(dragged(place())));
    if (onclick) marker.on("contextmenu", onclick);
    this.layer.addLayer(marker);
    return marker;
  }

  // What the zone would be where the handle is dragged.
  draft(feature) {
    const { L } = this;
    this.ghost?.remove();
    const style = { color: colour("accent"), weight: 2, dashArray: "5 4", fillOpacity: 0.1, interactive: false };
    this.ghost = L.geoJSON(feature, {
      style, interactive: false,
      pointToLayer: (one, at) => L.circle(at, { ...style, radius: one.properties.radius || 1 }),
    }).addTo(this.map);
  }

  withShape(geometry, properties = {}) {
    return { ...this.feature, geometry, properties: { ...this.feature.properties, ...properties } };
  }

  partHandles({ closed, places }, index) {
    const { geometry } = this.feature;
    const replaced = (at, place) => this.withShape(withPart(geometry, index, places.map((old, number) => (number === at ? place : old))));
    const inserted = (at, place) => this.withShape(withPart(geometry, index, [...places.slice(0, at), place, ...places.slice(at)]));
    const least = closed ? 3 : 2;
    places.forEach((place, at) => {
      this.handle(place, "corner", say("zones.corner-hint"), (to) => replaced(at, to), () => {
        if (places.length > least) this.put(this.withShape(withPart(geometry, index, places.filter((_, number) => number !== at))));
      });
      const next = places[at + 1] ?? (closed ? places[0] : null);
      if (!next) return;
      const between = [(place[0] + next[0]) / 2, (place[1] + next[1]) / 2];
      this.handle(between, "middle", say("zones.between-hint"), (to) => inserted(at + 1, to));
    });
  }

  moveHandle(feature) {
    const from = middleOf(feature.geometry);
    this.handle(from, "move", say("zones.move"), ([lon, lat]) => this.withShape(moved(feature.geometry, lon - from[0], lat - from[1])));
  }

  circleHandles(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    this.handle([lon, lat], "move", say("zones.move"), (to) => this.withShape(withPart(feature.geometry, 0, [to])));
    const radius = feature.properties.radius || 100;
    const edge = lon + radius / (111195 * Math.cos((lat * Math.PI) / 180));
    this.handle([edge, lat], "corner", say("zones.radius"), (to) =>
      this.withShape(feature.geometry, { radius: Math.max(1, Math.round(distance([lon, lat], to))) }));
  }
}
