// The numbers that an alert fired on, in words: what each is called, its unit, and the threshold that it was held against.
import { currentLanguage, number, say, time } from "/phrases.js";

// What was measured beside what it was held against, by rule. `over`, `under` and `least` say which way.
const measures = {
  "seal-battery-low": [["battery", "under", "below"]],
  "seal-signal-lost": [["silentSeconds", "over", "limitSeconds"]],
  "seal-sequence-gap": [["missing", "over", null]],
  "seal-report-replayed": [["olderSeconds", "over", "tolerance"]],
  "seal-clock-wrong": [["offsetSeconds", "over", "ahead"]],
  "seal-cloned": [["impliedSpeed", "over", "speed"]],
  "position-jump": [["impliedSpeed", "over", "speed"]],
  "position-frozen": [["repeats", "least", "fixes"], ["speed", "over", "speedLimit"]],
  "gnss-jamming": [["lostSeconds", "over", "limitSeconds"], ["satellites", "under", "satellitesBefore"],
    ["cn0", "under", "cn0Before"], ["places", "least", "leastPlaces"]],
  "gnss-spoofing": [["score", "least", "scoreLimit"], ["speedByPositions", "against", "speed"], ["cn0", "against", "cn0Before"]],
  "route-deviation": [["farthestMeters", "over", "distance"], ["outsideSeconds", "over", "after"]],
  "unauthorised-stop": [["stoodSeconds", "over", "limitSeconds"], ["distance", "within", "radius"]],
  overspeed: [["reached", "over", "speed"], ["lastedSeconds", "over", "after"]],
  "meeting-suspected": [["apartMeters", "within", "distance"], ["togetherSeconds", "over", "after"]],
  "transit-overdue": [["lateSeconds", "over", "after"]],
  "transit-late-forecast": [["expectedArrival", "over", "deadline"]],
  "gate-event-without-presence": [["distanceMeters", "over", "limit"]],
  "gate-report-late": [["lateness", "over", "after"]],
  "storage-overdue": [["since", "over", "after"]],
  "manifest-discrepancy": [["discharged", "against", "expected"]],
  "truck-changed": [["plate", "against", "expected"]],
  "seal-mismatch": [["listed", "against", "expected"]],
};

const units = {
  seconds: ["after", "limitSeconds", "lostSeconds", "totalSeconds", "silentSeconds", "seconds", "stoodSeconds", "outsideSeconds",
    "togetherSeconds", "window", "tolerance", "olderSeconds", "lateness", "lateSeconds", "allowedSeconds", "offsetSeconds",
    "ahead", "behind", "margin", "lastedSeconds", "zoneLimitSeconds", "waitSeconds", "wait", "withinSeconds", "onsetSpreadSeconds",
    "secondsBetweenFixes", "earlierMeanSeconds", "earlierUsualSeconds", "interval", "limit"],
  meters: ["distance", "insideMeters", "errorMeters", "corridorMeters", "farthestMeters", "alongMeters", "remainingMeters",
    "apartMeters", "distanceMeters", "radius", "withinMeters"],
  speed: ["speed", "impliedSpeed", "speedLimit", "speedByPositions", "reached", "peak"],
  share: ["battery", "below", "endsAt", "chargedTo", "lastBattery", "seenShare"],
  decibel: ["cn0", "cn0Before"],
};
const unitOf = new Map(Object.entries(units).flatMap(([unit, keys]) => keys.map((key) => [key, unit])));
// Keys whose words are codes with phrases of their own.
const words = {
  state: "state", level: "level", type: "evidence.event", event: "evidence.event", sign: "evidence.sign",
  change: "evidence.change", place: "evidence.place", decided: "evidence.decided", reasons: "evidence.decided", condition: "evidence.condition",
  fullEmpty: "evidence.full-empty",
};
// Said elsewhere, or only for machines.
const unsaid = new Set(["withdrawnBecauseVi"]);

export const evidenceLabel = (rule, key) => known(`evidence.${rule}.${key}`) ?? known(`evidence.${key}`) ?? key;

// A value of the evidence with its unit.
export function evidenceText(rule, key, value) {
  if (typeof value === "number") {
    const unit = rule === "gate-event-without-presence" && key === "limit" ? "meters" : unitOf.get(key);
    return quantity(unit, value);
  }
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return time(value);
  const topic = words[key];
  return topic ? String(value).split(", ").map((word) => known(`${topic}.${word}`) ?? word).join(", ") : String(value);
}

// `{measures: [{label, value, relation, limitLabel, limit, share}], facts: [[label, text]]}` of an alert.
export function evidenceOf(alert) {
  const { rule, evidence = {} } = alert;
  const used = new Set(unsaid);
  const inVietnamese = (key) => (currentLanguage() === "vi" ? evidence[`${key}Vi`] : undefined);
  const text = (key) => evidenceText(rule, key, inVietnamese(key) ?? evidence[key]);
  const pairs = [];
  for (const [key, relation, limit] of measures[rule] ?? []) {
    if (evidence[key] === undefined) continue;
    used.add(key);
    const has = limit && evidence[limit] !== undefined;
    if (has) used.add(limit);
    pairs.push({
      label: evidenceLabel(rule, key), value: text(key), relation,
      limitLabel: has ? evidenceLabel(rule, limit) : "", limit: has ? text(limit) : "",
      share: has ? ratio(evidence[key], evidence[limit]) : null,
    });
  }
  const facts = Object.keys(evidence).filter((key) => !used.has(key)).map((key) => [evidenceLabel(rule, key), text(key)]);
  return { measures: pairs, facts };
}

export function quantity(unit, value) {
  switch (unit) {
    case "seconds": return span(value);
    case "meters": return Math.abs(value) < 1000 ? `${number(value, value < 10 ? 1 : 0)} m` : `${number(value / 1000, 1)} km`;
    case "speed": return `${number(value * 3.6, 0)} km/h`;
    case "share": return `${number(value * 100, 1)} %`;
    case "decibel": return `${number(value, 1)} dB-Hz`;
    default: return number(value, 2);
  }
}

// A time between: to the second under two minutes, then as precise as it is useful.
export function span(seconds) {
  if (seconds < 0) return `−${span(-seconds)}`;
  if (seconds < 120) return say("live.seconds", { s: number(seconds, 0) });
  const minutes = Math.round(seconds / 60);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60), minutes % 60];
  if (d >= 2) return h % 24 ? say("unit.days-hours", { d: number(d, 0), h: h % 24 }) : say("unit.days", { d: number(d, 0) });
  if (!h) return say("unit.minutes", { m: minutes });
  return m ? say("unit.hours-minutes", { h: number(h, 0), m }) : say("unit.hours", { h: number(h, 0) });
}

function ratio(value, limit) {
  return typeof value === "number" && typeof limit === "number" && limit > 0 ? Math.abs(value) / limit : null;
}

function known(key) {
  const text = say(key);
  return text === key ? null : text;
}
