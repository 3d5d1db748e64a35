// The map: a background drawn from our own GeoJSON, the zones, the seals and one track.
import { currentLanguage, say } from "/phrases.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const sealColours = { locked: "good", unlocked: "major", tampered: "critical" };
const zoneColours = {
  forbidden: "critical", queue: "minor", route: "accent", "rest-area": "good", checkpoint: "warning",
};

export class SealMap {
  // `onSeal` is told which seal was clicked.
  static async make(element, onSeal) {
    let leaflet;
    try {
      leaflet = await import("/vendor/leaflet/leaflet.esm.js");
    } catch {
      const text = document.createElement("p");
      text.className = "no-map";
      text.dataset.phrase = "no-leaflet";
      text.textContent = say("no-leaflet");
      element.replaceChildren(text);
      return new SealMap(null, element, onSeal);
    }
    return new SealMap(leaflet, element, onSeal);
  }

  constructor(leaflet, element, onSeal) {
    this.leaflet = leaflet;
    this.onSeal = onSeal;
    this.seals = new Map();
    if (!leaflet) return;
    const L = leaflet;
    this.map = L.map(element, { center: [16.2, 106.5], zoom: 6, minZoom: 4, maxZoom: 18, preferCanvas: true });
    this.map.attributionControl.setPrefix("Leaflet");
    for (const [name, level] of [["ground", 200], ["names", 300], ["way", 410], ["points", 420]]) {
      this.map.createPane(name).style.zIndex = level;
    }
    // Zones and seals share the uppermost canvas: one below it would see no mouse.
    this.pointCanvas = L.canvas({ pane: "points", padding: 0.3 });
    const size = () => element.classList.toggle("far", this.map.getZoom() < 8);
    this.map.on("zoomend", size);
    size();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  async load() {
    if (!this.leaflet) return;
    const [ground, zones] = await Promise.all(["/basemap.geojson", "/v1/zones"].map(fetchJSON));
    this.ground = ground;
    this.zones = zones;
    this.repaint();
  }

  repaint() {
    if (!this.leaflet) return;
    this.groundLayer?.remove();
    this.zoneLayer?.remove();
    if (this.ground) this.drawGround(this.ground);
    if (this.zones) this.drawZones(this.zones);
    for (const seal of this.seals.values()) this.style(seal);
  }

  drawGround(data) {
    const L = this.leaflet;
    const styles = {
      province: { color: colour("line"), weight: 0.8, fillColor: colour("land"), fillOpacity: 1 },
      border: { color: colour("border"), weight: 1.6, fill: false, dashArray: "6 3" },
      road: { color: colour("road"), weight: 1.2, fill: false },
    };
    const options = { pane: "ground", interactive: false, renderer: L.canvas({ pane: "ground", padding: 0.3 }) };
    this.groundLayer = L.geoJSON(data, {
      ...options,
      attribution: data.attribution,
      style: (feature) => styles[feature.properties.layer] ?? styles.province,
      pointToLayer: (feature, place) => {
        const big = (feature.properties.population ?? 1e9) > 600000;
        const marker = L.circleMarker(place, {
          ...options, radius: 2, weight: 0, fillOpacity: 0.8, fillColor: colour("quiet"),
        });
        return marker.bindTooltip(named(feature.properties), {
          permanent: true, direction: "right", className: `place-name ${big ? "big" : "small"}`, pane: "names",
        });
      },
    }).addTo(this.map);
  }

  drawZones(data) {
    const L = this.leaflet;
    const options = { pane: "points", renderer: this.pointCanvas };
    const style = (feature) => {
      const kind = feature.properties.kind;
      const isLine = feature.geometry.type === "LineString";
      return {
        color: colour(zoneColours[kind] ?? "accent"), weight: isLine ? 4 : 1.5, opacity: isLine ? 0.25 : 0.9,
        fill: !isLine, fillOpacity: 0.15, interactive: !isLine,
      };
    };
    this.zoneLayer = L.geoJSON(data, {
      ...options,
      attribution: data.attribution,
      style,
      pointToLayer: (feature, place) =>
        L.circle(place, { ...options, radius: feature.properties.radius ?? 100, ...style(feature) }),
      onEachFeature: (feature, layer) => {
        if (feature.geometry.type === "LineString") return;
        layer.bindTooltip(named(feature.properties), { className: "seal-name" });
      },
    }).addTo(this.map).bringToBack();
  }

  // Puts a seal where it is, unless we know a newer place.
  move(position) {
    let seal = this.seals.get(position.seal);
    if (seal && seal.position.time > position.time) return;
    if (!seal) {
      seal = { alerted: false };
      this.seals.set(position.seal, seal);
    }
    seal.position = position;
    if (!this.leaflet) return;
    const place = [position.lat, position.lon];
    if (seal.marker) {
      seal.marker.setLatLng(place);
    } else {
      const options = { renderer: this.pointCanvas, pane: "points", radius: 6, weight: 2 };
      seal.marker = this.leaflet.circleMarker(place, options);
      seal.marker.bindTooltip(position.seal, { className: "seal-name" });
      seal.marker.on("click", () => this.onSeal(position.seal));
      seal.marker.addTo(this.map);
    }
    this.style(seal);
  }

  // Marks the seals that have an active alert.
  setAlerted(names) {
    for (const [name, seal] of this.seals) {
      if (seal.alerted === names.has(name)) continue;
      seal.alerted = !seal.alerted;
      this.style(seal);
    }
  }

  style(seal) {
    const fillColor = colour(sealColours[seal.position.state] ?? "good");
    // A suspect place is shown as a ghost: there it says it is, and there it may well not be.
    const look = seal.position.suspect
      ? { fillOpacity: 0.3, dashArray: "3 3", color: colour(seal.alerted ? "critical" : "ink") }
      : { fillOpacity: 0.95, dashArray: null, color: colour(seal.alerted ? "critical" : "panel") };
    seal.marker?.setStyle({ fillColor, ...look });
    seal.marker?.setRadius(seal.alerted ? 8 : 6);
    if (seal.alerted) seal.marker?.bringToFront();
  }

  // Draws a track, a GeoJSON feature, and shows all of it.
  showTrack(feature) {
    if (!this.leaflet) return;
    this.track?.remove();
    this.track = null;
    if (!feature?.geometry) return;
    const L = this.leaflet;
    this.track = L.geoJSON(feature, {
      pane: "way", interactive: false, renderer: L.svg({ pane: "way" }),
      style: { color: colour("accent"), weight: 3, opacity: 0.8, fill: false },
      pointToLayer: (_, place) => L.circleMarker(place, { pane: "way", radius: 3, color: colour("accent") }),
    }).addTo(this.map);
    this.map.fitBounds(this.track.getBounds(), { maxZoom: 13, padding: [30, 30] });
  }

  show(place) {
    if (this.leaflet && place) this.map.setView([place.lat, place.lon], Math.max(this.map.getZoom(), 12));
  }
}

const named = (properties) => {
  const text = (currentLanguage() === "vi" ? properties.nameVi : null) ?? properties.name;
  const element = document.createElement("span");
  element.textContent = text;
  return element;
};

async function fetchJSON(path) {
  try {
    const answer = await fetch(path, { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
