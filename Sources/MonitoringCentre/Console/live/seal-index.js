// Where every seal is, in arrays that the map reads in one sweep: 20,000 seals take a few hundred microseconds.

export const severities = ["warning", "minor", "major", "critical"];
export const states = ["locked", "unlocked", "tampered"];
// From this speed (m/s) on a seal is drawn as moving, in the direction of its course.
const movingSpeed = 1.5;
// Silent for longer than this it is drawn faded: it need not be there any more.
export const silentMilliseconds = 30 * 60e3;
// Directions that a triangle is drawn in.
export const directions = 32;

export class SealIndex {
  constructor() {
    this.slots = new Map();
    this.count = 0;
    this.grow(1024);
  }

  grow(capacity) {
    const wider = (Kind, old) => {
      const array = new Kind(capacity);
      if (old) array.set(old);
      return array;
    };
    // Mercator's plane, 0 to 1 from west to east and from north to south.
    this.x = wider(Float64Array, this.x);
    this.y = wider(Float64Array, this.y);
    this.time = wider(Float64Array, this.time);
    this.state = wider(Uint8Array, this.state);
    // 0 for none, else 1 + its place in `severities`.
    this.severity = wider(Uint8Array, this.severity);
    // 255 where it stands.
    this.direction = wider(Uint8Array, this.direction);
    this.suspect = wider(Uint8Array, this.suspect);
    this.shown = wider(Uint8Array, this.shown);
    this.positions = this.positions ?? [];
    this.capacity = capacity;
  }

  // Puts a seal where its position says; answers its slot.
  put(position) {
    let slot = this.slots.get(position.seal);
    if (slot === undefined) {
      if (this.count === this.capacity) this.grow(this.capacity * 2);
      slot = this.count++;
      this.slots.set(position.seal, slot);
    }
    this.positions[slot] = position;
    this.x[slot] = worldX(position.lon);
    this.y[slot] = worldY(position.lat);
    this.time[slot] = Date.parse(position.time);
    this.state[slot] = Math.max(0, states.indexOf(position.state));
    this.suspect[slot] = position.suspect ? 1 : 0;
    this.direction[slot] = position.speed > movingSpeed && typeof position.track === "number"
      ? Math.round((position.track / 360) * directions) % directions : 255;
    return slot;
  }

  // Marks each seal with its gravest active alert.
  markAlerts(alerts) {
    this.severity.fill(0, 0, this.count);
    for (const alert of alerts) {
      const slot = this.slots.get(alert.seal);
      if (slot === undefined) continue;
      const rank = severities.indexOf(alert.severity) + 1;
      if (rank > this.severity[slot]) this.severity[slot] = rank;
    }
  }
}

export const worldX = (lon) => lon / 360 + 0.5;

export function worldY(lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}
