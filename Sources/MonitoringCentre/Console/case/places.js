// Names of facilities and zones, and how a transit stands against its deadline.
import { currentLanguage, say } from "/phrases.js";
import { span } from "/live/evidence-words.js";

export const nameOf = (properties) => (currentLanguage() === "vi" ? properties.nameVi : null) ?? properties.name ?? properties.id;

// Without what stands in brackets, where there is little room.
export const short = (name) => name.replace(/\s*\(.*\)\s*$/, "");

export class Places {
  constructor(zones) {
    this.zones = zones;
  }

  facility(code) {
    const feature = this.zones.byFacility.get(code);
    return feature ? nameOf(feature.properties) : code ?? "";
  }

  zone(id) {
    const feature = this.zones.byId.get(id);
    return feature ? nameOf(feature.properties) : id;
  }

  kind(id) {
    return this.zones.byId.get(id)?.properties.kind ?? "";
  }

  // A place in each of the facilities that a transit joins; null where one of them is not known.
  ends(transit) {
    const places = [transit?.origin, transit?.destination].map((code) => this.placeOf(code));
    return places.every(Boolean) ? places : null;
  }

  // A place in a facility, as [lat, lon].
  placeOf(code) {
    const place = this.zones.byFacility.get(code)?.geometry.coordinates.flat(2);
    return place ? [place[1], place[0]] : null;
  }

  route(id) {
    const feature = this.zones.byId.get(id);
    return feature?.geometry.type === "LineString"
      ? { line: feature.geometry.coordinates.map(([lon, lat]) => [lat, lon]), meters: feature.properties.width ?? 250 } : null;
  }
}

// Whether the deadline is met: `{tone, text}`.
export function deadlineOf(transit, alerts, now) {
  const deadline = Date.parse(transit.deadline);
  const arrived = transit.arrivedAt ? Date.parse(transit.arrivedAt) : null;
  if (arrived !== null) {
    const seconds = Math.abs(deadline - arrived) / 1000;
    return arrived <= deadline ? { tone: "good", text: say("case.met", { span: span(seconds) }) }
      : { tone: "major", text: say("case.missed", { span: span(seconds) }) };
  }
  if (transit.status === "cancelled" || transit.status === "closed") return { tone: "", text: say("case.not-arrived") };
  if (now > deadline) return { tone: "critical", text: say("case.overdue", { span: span((now - deadline) / 1000) }) };
  const late = alerts.find((alert) => alert.rule === "transit-late-forecast" && alert.status === "active");
  const expected = Date.parse(late?.evidence?.expectedArrival ?? "");
  if (late) {
    return { tone: "major", text: Number.isFinite(expected)
      ? say("case.expected-late", { span: span((expected - deadline) / 1000) }) : say("rule.transit-late-forecast") };
  }
  return { tone: "good", text: say("case.left", { span: span((deadline - now) / 1000) }) };
}

export const isEnded = (transit) => ["closed", "cancelled"].includes(transit?.status);
export const statusTone = { open: "", "in-transit": "warning", arrived: "good", closed: "", cancelled: "minor" };
export const clearanceTone = { released: "good", held: "critical", scan: "major", inspection: "major", revoked: "critical" };
export const severities = ["critical", "major", "minor", "warning"];
