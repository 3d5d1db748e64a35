// What is wrong with a zone before it is saved: `fatal` is refused, the others are only told.
import { crossing, partsOf } from "/zones/zone-geometry.js";
import { say } from "/phrases.js";

export const kinds = ["seaport", "icd", "border-gate", "warehouse", "airport", "checkpoint", "queue", "rest-area", "forbidden", "route"];
export const facilityKinds = ["seaport", "icd", "border-gate", "warehouse", "airport"];

// A fix is wrong by some metres: what is smaller is missed by those who are in it.
const smallMetres = 30;
const identifier = /^[A-Za-z0-9._-]{1,64}$/;
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
// Rings with more corners are not looked at for crossings: that takes the square of their number.
const mostCorners = 2000;

export function problemsOf(feature, features) {
  const { properties, geometry } = feature;
  const problems = [];
  const add = (isFatal, key, values) => problems.push({ isFatal, key, text: say(`zones.problem.${key}`, values) });
  if (!identifier.test(properties.id ?? "")) add(true, "id");
  else if (features.some((other) => other !== feature && other.properties.id === properties.id)) add(true, "same-id");
  if (!kinds.includes(properties.kind)) add(true, "kind");
  if (!properties.name?.trim()) add(true, "name");
  if (properties.facility && !identifier.test(properties.facility)) add(true, "facility");
  if (properties.kind === "queue" && properties.gate
    && !features.some((other) => other.properties.facility === properties.gate)) add(true, "gate");
  for (const key of ["capacityPerHour", "after"]) {
    if (properties[key] !== undefined && !(properties[key] > 0)) add(true, "positive", { name: say(`zones.${key}`) });
  }
  for (const key of ["opens", "closes"]) {
    if (properties[key] && !clock.test(properties[key])) add(true, "clock", { name: say(`zones.${key}`) });
  }
  if (Boolean(properties.opens) !== Boolean(properties.closes)) add(true, "hours");
  shapeProblems(properties, geometry, add);
  return problems;
}

function shapeProblems(properties, geometry, add) {
  const parts = partsOf(geometry);
  const isPlace = ([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  if (!parts.every((part) => part.places.every(isPlace))) add(true, "place");
  if (geometry.type === "Point") {
    if (!(properties.radius > 0)) add(true, "radius");
    else if (properties.radius < smallMetres) add(false, "small", { metres: smallMetres });
  } else if (geometry.type === "LineString") {
    if (!(properties.width > 0)) add(true, "width");
    else if (properties.width < smallMetres) add(false, "narrow", { metres: smallMetres });
  } else {
    for (const { places } of parts) {
      if (places.length < 3) add(true, "corners");
      const found = places.length <= mostCorners ? crossing(places) : null;
      if (found) add(true, "crossing", { first: found[0] + 1, second: found[1] + 1 });
    }
  }
}
