// The map of a case: corridor, the way by speed or state, stops, gaps, alerts, and where it was at the moment shown.
import { canvasLayer, world } from "/case/canvas-layer.js";
import { messageOf } from "/case/events.js";
import { marker } from "/case/markers.js";
import { severityMark } from "/case/why.js";
import { legendOf, Way } from "/case/way.js";
import { draw, icon, make } from "/core/dom.js";
import { colour, onTheme } from "/core/theme.js";
import { span } from "/live/evidence-words.js";
import { BaseMap } from "/map/base-map.js";
import { number, say } from "/phrases.js";

// A pointer so near to the way means a place on it.
const reach = 18;
const mostMarkers = 200;

export class CaseMap {
  constructor(player, { site, clock }) {
    this.player = player;
    this.site = site;
    this.clock = clock;
    this.by = localStorage.getItem("case-colour") === "state" ? "state" : "speed";
    this.ground = make("div", { class: "case-ground" });
    this.legend = make("div", { class: "case-legend" });
    this.element = make("section", { class: "case-map" }, this.ground, this.legend);
    this.markers = [];
    this.way = null;
    this.route = null;
    this.outline = null;
  }

  async start() {
    this.base = await BaseMap.make(this.ground, { site: this.site, zones: true });
    if (!this.base) return;
    const { L, map } = this.base;
    this.layer = canvasLayer(L, { pane: "ways", paint: (canvas, view) => this.paint(canvas, view) }).addTo(map);
    map.on("mousemove", (event) => this.point(event));
    map.on("mouseout", () => this.player.hover(null));
    map.on("click", (event) => {
      const index = this.indexNear(event.layerPoint);
      if (index >= 0) this.player.seek(this.way.track.times[index]);
    });
    map.on("zoomend", () => this.spread());
    // Until a hand moves it, the map shows all of the way, whatever its size becomes.
    map.on("dragstart zoomstart", () => (this.isFitted = this.isFitted && this.isFitting));
    map.on("resize", () => this.isFitted && !this.isFitting && this.fit());
    this.stopTheme = onTheme(() => this.repaint());
    this.stopPlayer = this.player.on((what) => this.follow(what));
    this.renderLegend();
    this.follow();
  }

  // The whole case, as it is known now; `fit` shows all of it.
  set({ track, route, alerts, ends = null, facilities = [] }, { fit = true } = {}) {
    this.way = new Way(track);
    this.route = route;
    this.alerts = alerts;
    this.ends = ends ?? (facilities.length ? facilities.map(({ place }) => place) : null);
    this.facilities = facilities;
    this.outline = null;
    this.renderLegend();
    if (!this.base) return;
    this.layer.repaint();
    this.place();
    if (fit || this.isFitted) this.fit();
    this.follow();
  }

  // Something to look at until the reports have come.
  setOutline(places) {
    this.outline = places.map(([lat, lon]) => world(lat, lon));
    if (!this.base || !places.length) return;
    this.base.map.invalidateSize({ animate: false });
    this.base.map.fitBounds(places, { padding: [30, 30], animate: false, maxZoom: 14 });
    this.layer.repaint();
  }

  fit() {
    if (!this.base) return;
    this.isFitted = this.isFitting = true;
    this.base.map.invalidateSize({ animate: false });
    const box = this.way?.box ?? this.route?.line ?? this.ends;
    // The legend hides none of it where there is room beside it.
    const room = this.ground.clientWidth > 600 ? this.legend.offsetWidth + 20 : 30;
    if (box) {
      this.base.map.fitBounds(box, { paddingTopLeft: [45, 35], paddingBottomRight: [room, 45], animate: false, maxZoom: 14 });
    }
    this.isFitting = false;
  }

  paint(canvas, view) {
    this.view = view;
    if (this.route) this.paintCorridor(canvas, view);
    if (this.outline) this.line(canvas, view, this.outline, colour("accent"), 3);
    if (!this.way) return;
    this.way.drawGaps(canvas, view);
    this.way.draw(canvas, view, this.by);
  }

  paintCorridor(canvas, view) {
    const places = this.route.line.map(([lat, lon]) => world(lat, lon));
    canvas.save();
    canvas.globalAlpha = 0.18;
    this.line(canvas, view, places, colour("accent"), Math.max(7, (this.route.meters * 2) / view.metersPerPixel));
    canvas.globalAlpha = 0.7;
    canvas.setLineDash([1, 5]);
    this.line(canvas, view, places, colour("accent"), 1.5);
    canvas.restore();
  }

  line(canvas, view, places, tone, width) {
    canvas.lineJoin = canvas.lineCap = "round";
    canvas.strokeStyle = tone;
    canvas.lineWidth = width;
    canvas.beginPath();
    for (const [x, y] of places) canvas.lineTo(view.x(x), view.y(y));
    canvas.stroke();
  }

  // Stops, gaps, alerts, start and end.
  place() {
    for (const one of this.markers) one.remove();
    const { track } = this.way;
    const places = [];
    const first = this.way.fixAfter(0);
    const last = this.way.fixBefore(track.length - 1);
    if (first >= 0 && track.length) {
      places.push(this.spot(track, first, "start", "A", say("case.start")), this.spot(track, last, "end", "B", say("case.end")));
    }
    for (const stop of [...track.stops].sort((a, b) => b.seconds - a.seconds).slice(0, mostMarkers)) {
      places.push({ at: stop.from, lat: stop.lat, lon: stop.lon, look: "stop",
        content: [make("i", { text: "P" }), make("span", { text: span(stop.seconds) })],
        words: `${say("case.stop")}, ${span(stop.seconds)}, ${this.clock.range(stop.from, stop.to)}` });
    }
    for (const gap of track.gaps.slice(0, mostMarkers)) {
      const middle = track.at((gap.from + gap.to) / 2);
      if (middle) places.push({ at: gap.from, lat: middle.lat, lon: middle.lon, look: "gap",
        content: [make("i", { text: "?" }), make("span", { text: span(gap.seconds) })],
        words: `${say(gap.kind === "silent" ? "case.gap" : "case.no-fix")}, ${span(gap.seconds)}, ${this.clock.range(gap.from, gap.to)}` });
    }
    for (const { place, at, name } of this.facilities) {
      places.push({ at, lat: place[0], lon: place[1], look: "end", content: [icon("gate")],
        words: `${name}, ${this.clock.moment(at)}` });
    }
    for (const alert of this.alerts.slice(0, mostMarkers)) places.push(this.alertSpot(alert, track));
    this.markers = places.filter(Boolean).map((spot) => marker(this.base, spot, () => {
      if (spot.alert) this.onAlert?.(spot.alert);
      else this.player.seek(spot.at);
    }));
    this.spread();
  }

  spot(track, index, look, letter, words) {
    return { at: track.times[index], lat: track.lats[index], lon: track.lons[index], look, content: [letter],
      words: `${words}, ${this.clock.moment(track.times[index])}` };
  }

  alertSpot(alert, track) {
    const at = Date.parse(alert.startedAt);
    const isOnWay = track.length > 0 && at >= track.from && at <= track.to;
    const place = alert.position ?? (isOnWay ? track.at(at) : null);
    if (!place || Number.isNaN(place.lat)) return null;
    return { at, alert, lat: place.lat, lon: place.lon, look: `alert ${alert.severity} ${alert.status}`,
      content: [severityMark(alert.severity)],
      words: `${say(`severity.${alert.severity}`)}: ${messageOf(alert)}` };
  }

  // Far away only the marks are shown, and of those that lie on one another the longer ones' words.
  spread() {
    if (!this.base) return;
    const taken = [];
    for (const one of this.markers) {
      if (!one.hasLabel) continue;
      const { x, y } = this.base.map.latLngToLayerPoint(one.place);
      const isFree = !taken.some((other) => Math.abs(other.x - x) < 70 && Math.abs(other.y - y) < 24);
      one.element.classList.toggle("short", !isFree);
      one.element.classList.toggle("far", taken.some((other) => Math.abs(other.x - x) < 40 && Math.abs(other.y - y) < 20));
      if (isFree) taken.push({ x, y });
    }
  }

  point(event) {
    if (this.isWaiting || this.player.isPlaying) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      const index = this.indexNear(event.layerPoint);
      this.ground.classList.toggle("on-way", index >= 0);
      this.player.hover(index >= 0 ? this.way.track.times[index] : null);
    });
  }

  indexNear(point) {
    return this.way && this.view ? this.way.nearest(this.view, point.x, point.y, reach) : -1;
  }

  // Where it was at the moment shown.
  follow(what) {
    if (!this.base || !this.way) return;
    const now = this.way.track.at(this.player.shown);
    if (this.arrow?.getElement()) this.arrow.getElement().hidden = !now;
    if (!now) return;
    if (!this.arrow) this.makeArrow();
    this.arrow.setLatLng([now.lat, now.lon]);
    const element = this.arrow.getElement();
    if (element) {
      element.dataset.state = now.state;
      element.classList.toggle("gap", now.isGap);
      element.classList.toggle("still", Number.isNaN(now.course) || now.speed < 1);
      element.firstChild.style.transform = Number.isNaN(now.course) || now.speed < 1 ? "" : `rotate(${now.course}deg)`;
    }
    const isFar = what === "seek" || (what === "tick" && this.isFollowing);
    if (isFar && !this.base.map.getBounds().pad(-0.08).contains([now.lat, now.lon])) {
      this.base.map.panTo([now.lat, now.lon], { animate: what === "seek" });
    }
  }

  makeArrow() {
    const { L, map } = this.base;
    const html = draw("svg", { viewBox: "-12 -12 24 24", "aria-hidden": "true" },
      draw("circle", { r: 10.5 }), draw("path", { d: "M0-7 5.500 6 0 3-5.500 6z" }));
    this.arrow = L.marker([0, 0], {
      icon: L.divIcon({ className: "case-arrow", html, iconSize: [28, 28] }), pane: "points", interactive: false, keyboard: false,
      zIndexOffset: 5000,
    }).addTo(map);
  }

  renderLegend() {
    const choice = (by) => make("button", { type: "button", "data-by": by, "aria-pressed": String(this.by === by),
      text: by === "speed" ? `${say("case.by-speed")}, km/h` : say("case.by-state"),
      onclick: () => {
        this.by = by;
        localStorage.setItem("case-colour", by);
        this.repaint();
        this.legend.querySelector(`[data-by=${by}]`).focus();
      } });
    const line = ({ colour: tone, text, isWide, look = "" }) => {
      const sample = make("i", { class: `${isWide ? "wide" : ""} ${look}` });
      if (tone) sample.style.background = tone;
      return make("li", {}, sample, text);
    };
    this.legend.replaceChildren(
      make("div", { class: "case-by-choice", role: "group", "aria-label": say("case.colour-by") }, choice("speed"),
        choice("state"),
        make("button", { type: "button", class: "bare", title: say("case.fit"), "aria-label": say("case.fit"),
          onclick: () => this.fit() }, icon("target"))),
      make("ul", { hidden: !this.way?.track.length }, ...legendOf(this.by, this.way?.track).map(line),
        this.route ? line({ text: say("case.corridor", { meters: number(this.route.meters, 0) }), look: "corridor" }) : null,
        this.way?.track.gaps.length ? line({ text: say("case.gap-short"), look: "gap" }) : null));
  }

  repaint() {
    this.renderLegend();
    this.layer?.repaint();
  }

  retranslate() {
    this.base?.repaint();
    this.repaint();
    if (this.base && this.way) this.place();
  }

  remove() {
    this.stopTheme?.();
    this.stopPlayer?.();
    this.base?.remove();
    this.base = null;
  }
}
