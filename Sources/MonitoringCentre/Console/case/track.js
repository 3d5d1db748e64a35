// The way of a seal as columns: read from the server's CSV, searched by time, with its stops and its gaps.

export const states = ["locked", "unlocked", "tampered"];
// A stop is five minutes inside a hundred metres.
const stopSeconds = 300;
const stopMeters = 100;
// A gap is longer than five of the usual intervals, and than ten minutes.
const gapIntervals = 5;
const gapSeconds = 600;
// So long without a fix while reports go on counts too.
const noFixSeconds = 120;
const earthMeters = 6371008.8;

export class Track {
  // `columns` are arrays of one length: times (ms), lats, lons (NaN without a fix), speeds, courses, batteries, errors,
  // satellites, noises (cn0), states (0 locked, 1 unlocked, 2 tampered).
  constructor(columns) {
    Object.assign(this, columns);
    this.length = this.times.length;
    this.gaps = this.findGaps();
    this.stops = this.findStops();
  }

  static empty() {
    return Track.ofRows([]);
  }

  // The server's CSV; its columns are found by their names, and those that it has not are empty.
  static parse(csv) {
    const lines = csv.split(/\r?\n/);
    const names = lines[0].split(",");
    const at = Object.fromEntries(names.map((name, index) => [name, index]));
    const rows = [];
    for (let index = 1; index < lines.length; index += 1) {
      if (!lines[index]) continue;
      const cells = lines[index].includes('"') ? unquoted(lines[index]) : lines[index].split(",");
      const value = (name) => (at[name] === undefined || cells[at[name]] === "" ? NaN : Number(cells[at[name]]));
      const time = Date.parse(cells[at.time]);
      if (!Number.isFinite(time)) continue;
      rows.push({
        time, lat: value("lat"), lon: value("lon"), speed: value("speed"), course: value("track"), battery: value("battery"),
        error: value("eph"), satellites: value("satellites"), noise: value("cn0"),
        state: Math.max(0, states.indexOf(cells[at.state])),
      });
    }
    rows.sort((a, b) => a.time - b.time);
    return Track.ofRows(rows);
  }

  static ofRows(rows) {
    const column = (name, Kind = Float32Array) => Kind.from(rows, (row) => row[name]);
    return new Track({
      times: column("time", Float64Array), lats: column("lat", Float64Array), lons: column("lon", Float64Array),
      speeds: column("speed"), courses: column("course"), batteries: column("battery"), errors: column("error"),
      satellites: column("satellites"), noises: column("noise"), states: column("state", Uint8Array),
    });
  }

  // This one, and after it what a later one has.
  followedBy(later) {
    const names = ["times", "lats", "lons", "speeds", "courses", "batteries", "errors", "satellites", "noises", "states"];
    const start = this.length ? later.indexAt(this.to) + 1 : 0;
    return new Track(Object.fromEntries(names.map((name) => {
      const joined = new this[name].constructor(this.length + later.length - start);
      joined.set(this[name]);
      joined.set(later[name].subarray(start), this.length);
      return [name, joined];
    })));
  }

  get from() {
    return this.length ? this.times[0] : null;
  }

  get to() {
    return this.length ? this.times[this.length - 1] : null;
  }

  has(name) {
    return this[name].some((value) => !Number.isNaN(value));
  }

  hasFix(index) {
    return !Number.isNaN(this.lats[index]);
  }

  // The last report at or before a moment; -1 before the first.
  indexAt(moment) {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= moment) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // Where it is and what it says at a moment: between two fixes on the line that joins them; `isGap` where it is silent.
  at(moment) {
    if (!this.length) return null;
    const index = Math.max(0, this.indexAt(moment));
    let before = index;
    while (before >= 0 && !this.hasFix(before)) before -= 1;
    let after = index + 1;
    while (after < this.length && !this.hasFix(after)) after += 1;
    if (before < 0 && after >= this.length) return null;
    const first = before < 0 ? after : before;
    const last = after < this.length ? after : first;
    const span = this.times[last] - this.times[first];
    const share = span > 0 ? Math.min(1, Math.max(0, (moment - this.times[first]) / span)) : 0;
    const mix = (values) => values[first] + (values[last] - values[first]) * share;
    return {
      index, lat: mix(this.lats), lon: mix(this.lons), speed: this.speeds[index], battery: this.batteries[index],
      error: this.errors[index], satellites: this.satellites[index], noise: this.noises[index], time: this.times[index],
      state: states[this.states[index]], course: this.courseAt(first, last),
      isGap: this.gaps.some((gap) => gap.from < moment && moment < gap.to),
      isBefore: moment < this.times[0], isAfter: moment > this.times[this.length - 1],
    };
  }

  // Its own course, or else the direction to the next fix.
  courseAt(first, last) {
    if (!Number.isNaN(this.courses[first])) return this.courses[first];
    if (first === last || this.metersBetween(first, last) < 5) return NaN;
    const east = (this.lons[last] - this.lons[first]) * Math.cos((this.lats[first] * Math.PI) / 180);
    return ((Math.atan2(east, this.lats[last] - this.lats[first]) * 180) / Math.PI + 360) % 360;
  }

  metersBetween(a, b) {
    return metersBetween(this.lats[a], this.lons[a], this.lats[b], this.lons[b]);
  }

  findGaps() {
    const steps = [];
    for (let index = 1; index < this.length; index += 1) steps.push(this.times[index] - this.times[index - 1]);
    steps.sort((a, b) => a - b);
    const usual = steps[steps.length >> 1] ?? 0;
    const limit = Math.max(gapSeconds * 1000, gapIntervals * usual);
    const gaps = [];
    let lastFix = -1;
    for (let index = 0; index < this.length; index += 1) {
      const isSilent = index > 0 && this.times[index] - this.times[index - 1] > limit;
      if (isSilent) gaps.push(this.gap(index - 1, index, "silent"));
      if (!this.hasFix(index)) continue;
      const lost = lastFix >= 0 && index - lastFix > 1 && this.times[index] - this.times[lastFix] > noFixSeconds * 1000;
      if (lost && !isSilent) gaps.push(this.gap(lastFix, index, "no-fix"));
      lastFix = index;
    }
    return gaps;
  }

  gap(before, after, kind) {
    return { kind, before, after, from: this.times[before], to: this.times[after],
      seconds: (this.times[after] - this.times[before]) / 1000 };
  }

  findStops() {
    const stops = [];
    let anchor = 0;
    while (anchor < this.length) {
      if (!this.hasFix(anchor)) {
        anchor += 1;
        continue;
      }
      let last = anchor;
      for (let next = anchor + 1; next < this.length; next += 1) {
        if (!this.hasFix(next)) continue;
        if (this.metersBetween(anchor, next) > stopMeters) break;
        last = next;
      }
      const seconds = (this.times[last] - this.times[anchor]) / 1000;
      if (seconds >= stopSeconds) {
        stops.push({ first: anchor, last, lat: this.lats[anchor], lon: this.lons[anchor], from: this.times[anchor],
          to: this.times[last], seconds });
        anchor = last + 1;
      } else {
        anchor += 1;
      }
    }
    return stops;
  }

  distanceMeters() {
    let sum = 0;
    let last = -1;
    for (let index = 0; index < this.length; index += 1) {
      if (!this.hasFix(index)) continue;
      if (last >= 0) sum += this.metersBetween(last, index);
      last = index;
    }
    return sum;
  }
}

export function metersBetween(latA, lonA, latB, lonB) {
  const radians = Math.PI / 180;
  const east = (lonB - lonA) * radians * Math.cos(((latA + latB) / 2) * radians);
  return earthMeters * Math.hypot(east, (latB - latA) * radians);
}

// For each of `bins` equal spans of time the least and the greatest value, in their order: as many points as can be seen.
export function thinned(times, values, from, to, bins) {
  const points = [];
  const width = (to - from) / bins || 1;
  let bin = -1;
  let low = null;
  let high = null;
  let last = null;
  const flush = () => {
    if (!low) return;
    const pair = low === high ? [low] : low.x < high.x ? [low, high] : [high, low];
    points.push(...pair);
    low = high = null;
  };
  for (let index = 0; index < times.length; index += 1) {
    const x = times[index];
    if (x < from || x > to) continue;
    const y = values[index];
    if (Number.isNaN(y)) {
      if (last !== null) {
        flush();
        points.push({ x, y: NaN });
      }
      last = null;
      continue;
    }
    const own = Math.floor((x - from) / width);
    if (own !== bin) flush();
    bin = own;
    const point = { x, y };
    if (!low || y < low.y) low = point;
    if (!high || y > high.y) high = point;
    last = y;
  }
  flush();
  return points;
}

function unquoted(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((cell) => cell[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
}
