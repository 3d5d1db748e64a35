// The state of the live page that outlives a change of page and a reload: where the map is, filters, the width of the panel.

const name = "live";

export class LiveView {
  constructor() {
    try {
      this.kept = JSON.parse(sessionStorage.getItem(name)) ?? {};
    } catch {
      this.kept = {};
    }
    addEventListener("pagehide", () => this.store());
  }

  // Where the map begins, for BaseMap.
  get start() {
    const { center, zoom } = this.kept;
    return center && Number.isFinite(zoom) ? { center, zoom } : {};
  }

  keep(values) {
    Object.assign(this.kept, values);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store(), 200);
  }

  store() {
    sessionStorage.setItem(name, JSON.stringify(this.kept));
  }
}
