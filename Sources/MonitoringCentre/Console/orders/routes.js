// Routes as orders need them: how long they are, and whether they run between two places.

// An end may lie so far from the middle of its facility.
const nearMetres = 8000;
const earthMetres = 6371008.8;

// Metres between two places, [lon, lat] in degrees.
export function distance([lonA, latA], [lonB, latB]) {
  const radians = Math.PI / 180;
  const x = Math.sin(((latB - latA) * radians) / 2) ** 2
    + Math.cos(latA * radians) * Math.cos(latB * radians) * Math.sin(((lonB - lonA) * radians) / 2) ** 2;
  return 2 * earthMetres * Math.asin(Math.sqrt(x));
}

export function lengthOf(route) {
  const line = route.geometry.coordinates;
  return line.slice(1).reduce((sum, place, index) => sum + distance(line[index], place), 0);
}

// Whether a route goes from one place to another, in either direction.
export function fits(route, from, to) {
  const line = route.geometry.coordinates;
  const [a, b] = [line[0], line.at(-1)];
  const near = (end, place) => distance(end, [place.lon, place.lat]) < nearMetres;
  return (near(a, from) && near(b, to)) || (near(b, from) && near(a, to));
}
