// The map that every page draws on: a ground that needs no internet, a tile server where one is configured, and the zones.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { colour, onTheme } from "/core/theme.js";
import { currentLanguage, say } from "/phrases.js";

const zoneColours = {
  forbidden: "critical", queue: "minor", route: "accent", "rest-area": "good", checkpoint: "warning",
};
// Names of small towns are shown from this zoom on.
const townZoom = 8;

let ground = null;

export class BaseMap {
  // Makes a map inside `element`; null where Leaflet is not installed, and then the element says so.
  //
  // `site` is what /strings.json says: its `tiles` {url, attribution} are laid under the zones.
  static async make(element, { site = {}, zones = true, center = [16.2, 106.5], zoom = 6 } = {}) {
    let L;
    try {
      L = await import("/vendor/leaflet/leaflet.esm.min.js");
    } catch {
      element.replaceChildren(make("p", { class: "empty", "data-phrase": "no-leaflet", text: say("no-leaflet") }));
      return null;
    }
    await styled();
    const map = new BaseMap(L, element, site, { center, zoom });
    await map.loadGround();
    if (zones) await map.loadZones();
    return map;
  }

  constructor(L, element, site, view) {
    this.L = L;
    this.element = element;
    element.classList.add("map");
    this.map = L.map(element, { ...view, minZoom: 4, maxZoom: 18, preferCanvas: true, zoomSnap: 0.5 });
    this.map.attributionControl.setPrefix("Leaflet");
    // From below: ground, tiles, names, zones, ways (routes and tracks), points; a page may draw in each of them.
    const panes = [["ground", 200], ["tiles", 210], ["zones", 300], ["names", 310], ["ways", 410], ["points", 420]];
    for (const [name, level] of panes) this.map.createPane(name).style.zIndex = level;
    this.map.getPane("names").style.pointerEvents = "none";
    if (site.tiles) L.tileLayer(site.tiles.url, { attribution: site.tiles.attribution, pane: "tiles" }).addTo(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    const size = () => element.classList.toggle("far", this.map.getZoom() < townZoom);
    this.map.on("zoomend", size);
    size();
    this.stopTheme = onTheme(() => this.repaint());
    // A page that was hidden when the window changed its size finds it out when it is shown.
    this.observer = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
    this.observer.observe(element);
  }

  remove() {
    this.stopTheme();
    this.observer.disconnect();
    this.map.remove();
  }

  async loadGround() {
    try {
      ground ??= call("GET", "/basemap.geojson");
      this.ground = await ground;
    } catch {
      ground = null;
    }
    this.repaint();
  }

  async loadZones() {
    this.zones = await call("GET", "/v1/zones");
    this.repaint();
  }

  // Draws all again: after a change of the colours, the language or the zones.
  repaint() {
    this.groundLayer?.remove();
    this.zoneLayer?.remove();
    if (this.ground) this.drawGround(this.ground);
    if (this.zones) this.drawZones(this.zones);
  }

  drawGround(data) {
    const L = this.L;
    const styles = {
      province: { color: colour("province"), weight: 0.8, fillColor: colour("land"), fillOpacity: 1 },
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
    const L = this.L;
    const options = { pane: "zones", renderer: (this.zoneCanvas ??= L.canvas({ pane: "zones", padding: 0.3 })) };
    const style = (feature) => zoneStyle(feature);
    this.zoneLayer = L.geoJSON(data, {
      ...options,
      attribution: data.attribution,
      style,
      filter: (feature) => this.zoneFilter?.(feature) ?? true,
      pointToLayer: (feature, place) =>
        L.circle(place, { ...options, radius: feature.properties.radius ?? 100, ...style(feature) }),
      onEachFeature: (feature, layer) => {
        if (feature.geometry.type !== "LineString") layer.bindTooltip(named(feature.properties), { sticky: true });
      },
    }).addTo(this.map);
  }
}

// How a zone looks: by its kind, and a route only as a broad faint line.
export function zoneStyle(feature) {
  const { kind } = feature.properties;
  const isLine = feature.geometry.type === "LineString";
  return {
    color: colour(zoneColours[kind] ?? "accent"), weight: isLine ? 4 : 1.5, opacity: isLine ? 0.25 : 0.9,
    fill: !isLine, fillOpacity: 0.15, interactive: !isLine,
  };
}

const named = (properties) =>
  make("span", { text: (currentLanguage() === "vi" ? properties.nameVi : null) ?? properties.name });

let sheets;
// Leaflet's style sheet and the map's own are loaded with the first map.
function styled() {
  sheets ??= Promise.all(["/vendor/leaflet/leaflet.css", "/map/map.css"].map(styleSheet));
  return sheets;
}

// Loads a page's style sheet; answers when it is there.
export function styleSheet(href) {
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}
