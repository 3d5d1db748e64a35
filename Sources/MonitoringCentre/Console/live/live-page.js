// The live map with the inbox beside it: what is chosen on either is shown on both.
import { call } from "/api.js";
import { AlertList } from "/alerts/alert-list.js";
import { Seen } from "/alerts/seen.js";
import { button, make } from "/core/dom.js";
import { BaseMap, styleSheet } from "/map/base-map.js";
import { GateBadges } from "/live/gate-badges.js";
import { Evidence } from "/live/evidence.js";
import { LiveFilters } from "/live/live-filters.js";
import { LiveView } from "/live/live-view.js";
import { SealIndex } from "/live/seal-index.js";
import { SealLayer } from "/live/seal-layer.js";
import { SealPanel } from "/live/seal-panel.js";
import { SealTip } from "/live/seal-tip.js";
import { Splitter } from "/live/splitter.js";
import { Track } from "/live/track.js";
import { say } from "/phrases.js";

const sheets = Promise.all(["/alerts/alerts.css", "/live/live.css"].map(styleSheet));
const trackHours = { seal: 24, alert: 1 };

export class Page {
  constructor(context) {
    this.context = context;
    this.view = new LiveView();
    this.index = new SealIndex();
    const closed = () => context.go("live");
    this.evidence = new Evidence(context, { onClose: closed });
    this.sealPanel = new SealPanel(context, { onClose: closed, onFollow: (seal) => this.follow(seal) });
    this.list = new AlertList({
      seen: new Seen(context.account.name), isCompact: true, onChoice: (alert) => context.go("live", "alert", alert.id),
    });
    this.filters = new LiveFilters(this.view.kept.filters, (what) => this.filtered(what));
    this.mapElement = make("div", { class: "live-map" });
    this.listHeading = make("div", { class: "live-list-heading" });
    this.side = make("aside", { class: "live-side" }, this.evidence.element, this.sealPanel.element,
      make("section", { class: "live-inbox" }, this.listHeading, this.list.element));
    this.splitter = new Splitter(this.side, this.view);
    this.element = make("section", { class: "live-page" },
      make("div", { class: "live-stage" }, this.mapElement, this.filters.element), this.splitter.element, this.side);
    this.stop = [
      context.store.on("seals", (positions) => this.moved(positions)), context.store.on("alerts", () => this.alertsChanged()),
    ];
    this.retranslate();
  }

  async show([kind, id]) {
    await sheets;
    this.isShown = true;
    this.list.measure();
    const made = (this.making ??= this.makeMap());
    if (this.isStale) this.takeAll();
    this.alertsChanged();
    if (kind === "alert" && id) await this.choose("alert", id, made);
    else if (kind === "seal" && id) await this.choose("seal", id, made);
    else this.choose(null);
    await made;
  }

  hide() {
    this.isShown = false;
  }

  // The officer has signed out.
  remove() {
    for (const stop of this.stop) stop();
    this.evidence.remove();
    this.badges?.stop();
    this.layer?.remove();
    this.base?.remove();
  }

  async makeMap() {
    const { context } = this;
    this.base = await BaseMap.make(this.mapElement, { site: context.site, ...this.view.start });
    this.base?.map.on("moveend", () => this.view.keep({ center: this.base.map.getCenter(), zoom: this.base.map.getZoom() }));
    if (!this.base) return;
    this.track = new Track(this.base);
    this.tip = new SealTip(this.base.map.getContainer(), this.index, context.store);
    this.layer = new SealLayer(this.base, this.index, {
      seal: (seal) => context.go("live", "seal", seal), hover: (hit, point) => this.tip.show(hit, point),
    });
    this.base.map.on("dragstart", () => this.follow(null));
    this.badges = new GateBadges(this.base, context.store, (gate) => context.go("gates", gate));
    this.applyLayers();
    this.takeAll();
  }

  // All that the store knows: at the start, and where the page was away meanwhile.
  takeAll() {
    this.isStale = false;
    for (const position of this.context.store.seals.values()) this.index.put(position);
    this.alertsChanged();
  }

  moved(positions) {
    if (!this.isShown) return (this.isStale = true);
    const { index } = this;
    for (const position of positions) {
      const slot = index.put(position);
      const was = index.shown[slot];
      index.shown[slot] = this.passes(slot);
      this.shownCount = (this.shownCount ?? 0) + index.shown[slot] - was;
      if (position.seal === this.sealPanel.seal) this.sealPanel.moved();
      if (position.seal === this.followed) this.base?.map.panTo([position.lat, position.lon], { animate: false });
    }
    this.filters.count(this.shownCount, index.count);
    this.redraw();
  }

  redraw() {
    if (!this.layer) return;
    this.layer.now = Date.parse(this.context.store.time) || 0;
    this.layer.changed();
  }

  alertsChanged() {
    if (!this.isShown) return;
    const alerts = [...this.context.store.alerts.values()];
    this.index.markAlerts(alerts);
    this.list.now = this.context.store.time;
    this.list.set(alerts);
    this.counted.textContent = `${alerts.length}`;
    this.counted.hidden = !alerts.length;
    this.sift();
    if (this.sealPanel.seal) this.sealPanel.render();
  }

  passes(slot) {
    return this.filters.layers.seals && this.filters.passes(this.index, slot) ? 1 : 0;
  }

  sift() {
    const { index } = this;
    let shown = 0;
    for (let slot = 0; slot < index.count; slot++) {
      index.shown[slot] = this.passes(slot);
      shown += index.shown[slot];
    }
    this.shownCount = shown;
    this.filters.count(shown, index.count);
    this.redraw();
  }

  filtered(what) {
    this.view.keep({ filters: { values: this.filters.values, layers: this.filters.layers } });
    if (what === "layers") this.applyLayers();
    this.sift();
  }

  applyLayers() {
    const { layers } = this.filters;
    if (!this.base) return;
    this.base.zoneFilter = ({ geometry }) => (geometry.type === "LineString" ? layers.routes : layers.zones);
    this.base.repaint();
    this.badges.show(layers.gates);
  }

  follow(seal) {
    this.followed = seal;
    const position = seal && this.context.store.seals.get(seal);
    if (position) this.base?.map.setView([position.lat, position.lon], Math.max(this.base.map.getZoom(), 12), { animate: false });
    if (!seal && this.sealPanel.isFollowed) {
      this.sealPanel.isFollowed = false;
      this.sealPanel.render();
    }
  }

  // Shows an alert or a seal: its facts at once, its place and its way on the map as they come.
  async choose(kind, id, made) {
    const isSame = this.chosen === `${kind} ${id}`;
    this.chosen = `${kind} ${id}`;
    this.list.chosen = kind === "alert" ? id : null;
    this.list.fold();
    this.side.classList.toggle("has-choice", Boolean(kind));
    if (kind !== "alert") this.evidence.hide();
    if (kind !== "seal") this.sealPanel.hide();
    if (kind !== "seal" || this.followed !== id) this.follow(null);
    if (!kind) {
      this.track?.clear();
      this.track?.mark({});
      return this.select(null);
    }
    if (isSame) return;
    if (kind === "seal") {
      const asked = this.sealPanel.show(id);
      await made;
      const known = this.context.store.seals.get(id);
      if (known) return this.showPlace(id, known, { detectedAt: known.time }, trackHours.seal);
      // Silent for longer than the store keeps: the server knows where it was last.
      await asked;
      if (this.chosen !== `${kind} ${id}`) return;
      const last = this.sealPanel.known?.lastFix;
      return this.showPlace(id, last, { detectedAt: last?.time }, trackHours.seal);
    }
    const alert = await this.alert(id);
    if (!alert || this.chosen !== `${kind} ${id}`) return;
    this.list.seen.add(alert);
    this.evidence.show(alert);
    await made;
    this.showPlace(alert.seal, alert.position ?? this.context.store.seals.get(alert.seal), alert, trackHours.alert);
  }

  async alert(id) {
    const known = this.context.store.alerts.get(id);
    if (known) return known;
    try {
      return await call("GET", `/v1/alerts/${encodeURIComponent(id)}`);
    } catch (problem) {
      this.context.fail(problem);
      return null;
    }
  }

  async showPlace(seal, position, alert, hours) {
    this.select(seal);
    if (!this.base) return;
    this.track.clear();
    const { zone, route, facility } = alert.evidence ?? {};
    this.track.mark({ zone: zone ?? route, facility: alert.facility ?? facility, place: alert.position, tone: alert.severity });
    const place = position ?? null;
    if (place) this.base.map.setView([place.lat, place.lon], Math.max(this.base.map.getZoom(), 12), { animate: false });
    else if (this.track.bounds) this.base.map.fitBounds(this.track.bounds, { maxZoom: 14, animate: false });
    if (!seal) return;
    const until = alert.detectedAt ?? (this.context.store.time || new Date().toISOString());
    const since = alert.startedAt && alert.startedAt < until ? alert.startedAt : until;
    const from = new Date(Date.parse(since) - hours * 3600e3).toISOString();
    await this.track.show(seal, from, alert.clearedAt ?? null);
    if (!place && this.track.bounds) this.base.map.fitBounds(this.track.bounds, { maxZoom: 14, animate: false });
  }

  select(seal) {
    if (!this.layer) return;
    this.layer.selected = seal;
    this.layer.redraw();
  }

  retranslate() {
    this.side.setAttribute("aria-label", say("page.alerts"));
    this.counted = make("span", { class: "pill", text: "" });
    this.listHeading.replaceChildren(make("h2", { text: say("active-alerts") }), this.counted, make("span", { class: "gap" }),
      button("live.all-alerts", () => this.context.go("alerts"), { look: "bare" }));
    this.filters.render();
    this.list.retranslate();
    this.evidence.retranslate();
    this.sealPanel.render();
    this.badges?.retranslate();
    this.splitter.retranslate();
    this.base?.repaint();
    if (this.isShown) this.alertsChanged();
  }
}
