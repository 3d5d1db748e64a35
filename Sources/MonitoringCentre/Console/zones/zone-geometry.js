// Shapes as they are edited: parts of corners, whatever GeoJSON calls them.

// The parts of a shape: `closed` for rings, whose last corner is not said twice here.
export function partsOf({ type, coordinates }) {
  const ring = (places) => ({ closed: true, places: places.slice(0, -1) });
  if (type === "Point") return [{ closed: false, places: [coordinates] }];
  if (type === "LineString") return [{ closed: false, places: coordinates }];
  if (type === "Polygon") return coordinates.map(ring);
  return coordinates.flatMap((polygon) => polygon.map(ring));
}

const closed = (places) => [...places, places[0]];
const rounded = ([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

// The shape with other corners in one of its parts.
export function withPart(geometry, index, corners) {
  const places = corners.map(rounded);
  const { type, coordinates } = geometry;
  if (type === "Point") return { type, coordinates: places[0] };
  if (type === "LineString") return { type, coordinates: places };
  if (type === "Polygon") return { type, coordinates: coordinates.map((ring, at) => (at === index ? closed(places) : ring)) };
  let at = 0;
  return { type, coordinates: coordinates.map((polygon) => polygon.map((ring) => (at++ === index ? closed(places) : ring))) };
}

// The shape moved by so many degrees.
export function moved(geometry, byLon, byLat) {
  return partsOf(geometry).reduce((shape, part, index) =>
    withPart(shape, index, part.places.map(([lon, lat]) => [lon + byLon, lat + byLat])), geometry);
}

// A new shape of places that were drawn; null where there are too few.
export function shapeOf(tool, places) {
  if (tool === "circle") return places.length ? { type: "Point", coordinates: rounded(places[0]) } : null;
  if (tool === "route") return places.length > 1 ? { type: "LineString", coordinates: places.map(rounded) } : null;
  return places.length > 2 ? { type: "Polygon", coordinates: [closed(places.map(rounded))] } : null;
}

// The middle of all corners, [lon, lat].
export function middleOf(geometry) {
  const places = partsOf(geometry).flatMap((part) => part.places);
  const sum = places.reduce(([a, b], [lon, lat]) => [a + lon, b + lat], [0, 0]);
  return sum.map((value) => value / places.length);
}

// Whether two edges cross or touch; neighbours share a corner and are not asked about.
function cross(a, b, c, d) {
  const side = (p, q, r) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const within = (p, q, r) => Math.min(p[0], q[0]) <= r[0] && r[0] <= Math.max(p[0], q[0])
    && Math.min(p[1], q[1]) <= r[1] && r[1] <= Math.max(p[1], q[1]);
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 !== s2 && s3 !== s4) return true;
  return (s1 === 0 && within(a, b, c)) || (s2 === 0 && within(a, b, d)) || (s3 === 0 && within(c, d, a)) || (s4 === 0 && within(c, d, b));
}

// The two edges of a ring that cross, by the number of their first corner; null where none do.
export function crossing(ring) {
  const count = ring.length;
  for (let first = 0; first < count; first += 1) {
    for (let second = first + 2; second < count; second += 1) {
      if (first === 0 && second === count - 1) continue;
      if (cross(ring[first], ring[first + 1], ring[second], ring[(second + 1) % count])) return [first, second];
    }
  }
  return null;
}
