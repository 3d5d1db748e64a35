// What is going on now: seals, active alerts and queues, loaded once and then followed on the stream.
import { call, follow } from "/api.js";

const kinds = ["position", "alert", "transit", "gate-event", "zone", "congestion"];
// How long a burst of events is gathered before the pages are told.
const gatherMilliseconds = 200;

export class Store {
  constructor() {
    this.seals = new Map();
    this.alerts = new Map();
    this.gates = new Map();
    this.connected = null;
    // The newest time that any report told: the site's own clock, which a replay simulates.
    this.time = "";
    this.listeners = new Map();
    this.moved = new Set();
  }

  // Tells of: `seals` (an array of the positions that changed), `alerts` (the list changed), `connection`; and of each event by
  // its name on the stream, as it came. Answers how to stop telling.
  on(kind, listener) {
    if (!this.listeners.has(kind)) this.listeners.set(kind, new Set());
    this.listeners.get(kind).add(listener);
    return () => this.listeners.get(kind).delete(listener);
  }

  tell(kind, value) {
    for (const listener of this.listeners.get(kind) ?? []) listener(value);
  }

  // The stream first: what happens while the lists load comes after them, and is not lost.
  async start({ signedOut }) {
    this.stop();
    const waiting = [];
    let isReady = false;
    const handlers = {
      connection: (isConnected) => {
        this.connected = isConnected;
        this.tell("connection", isConnected);
      },
      signedOut,
    };
    for (const kind of kinds) {
      handlers[kind] = (event) => (isReady ? this.take(kind, event) : waiting.push([kind, event]));
    }
    this.stopFollowing = follow(handlers);
    await Promise.all([this.loadSeals(), this.loadAlerts(), this.loadGates()]);
    isReady = true;
    for (const [kind, event] of waiting) this.take(kind, event);
    // No event tells that a gate has become stale: evidence that does not come makes none.
    this.staleness = setInterval(() => this.loadGates().catch(() => {}), 60e3);
  }

  stop() {
    this.stopFollowing?.();
    clearInterval(this.staleness);
    this.connected = null;
  }

  take(kind, event) {
    if (kind === "position") this.move(event);
    if (kind === "alert") {
      this.keepAlert(event.alert);
      this.alertsSoon();
    }
    if (kind === "congestion") this.keepGate(event);
    this.tell(kind, event);
  }

  // Puts a seal where it is, unless we know a newer place.
  move(position) {
    const known = this.seals.get(position.seal);
    if (known && known.time > position.time) return;
    this.seals.set(position.seal, position);
    if (position.time > this.time) this.time = position.time;
    this.moved.add(position.seal);
    this.sealTimer ??= setTimeout(() => {
      this.sealTimer = undefined;
      const moved = [...this.moved].map((seal) => this.seals.get(seal));
      this.moved.clear();
      this.tell("seals", moved);
    }, gatherMilliseconds);
  }

  // An alert as the server has it now, from the stream or from an action of ours.
  keepAlert(alert) {
    if (alert.status === "active") this.alerts.set(alert.id, alert);
    else this.alerts.delete(alert.id);
    this.alertsSoon();
  }

  alertsSoon() {
    this.alertTimer ??= setTimeout(() => {
      this.alertTimer = undefined;
      this.tell("alerts");
    }, gatherMilliseconds);
  }

  keepGate(gate) {
    const known = this.gates.get(gate.gate);
    if (!known || known.at <= gate.at) this.gates.set(gate.gate, gate);
  }

  async loadSeals() {
    const collection = await call("GET", "/v1/positions?activeWithin=86400");
    for (const feature of collection.features) {
      const [lon, lat] = feature.geometry.coordinates;
      this.move({ ...feature.properties, lat, lon });
    }
  }

  async loadAlerts() {
    this.alerts.clear();
    let cursor = "";
    do {
      const page = await call("GET", `/v1/alerts?status=active&limit=1000${cursor}`);
      for (const alert of page.items) this.alerts.set(alert.id, alert);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    } while (cursor && this.alerts.size < 10000);
    this.alertsSoon();
  }

  async loadGates() {
    for (const gate of (await call("GET", "/v1/border-gates/congestion")).items) this.keepGate(gate);
    this.tell("congestion", null);
  }
}
