// What is known of a case: the transit, its container, clearances, gate events, alerts and the seal's track, from the server.
import { call, Problem } from "/api.js";
import { Track } from "/case/track.js";

// A container without a transit is shown with its way of so many days.
const daysWithoutTransit = 7;
const dayMilliseconds = 86400e3;
const coarseMeters = 25;

const zonesMilliseconds = 60e3;
let zones = null;
let zonesUntil = 0;
// The zones, kept for a minute: they change seldom.
export async function loadZones() {
  if (performance.now() > zonesUntil) zones = null;
  zones ??= call("GET", "/v1/zones").catch((problem) => {
    zones = null;
    throw problem;
  });
  const { features } = await zones;
  if (performance.now() > zonesUntil) zonesUntil = performance.now() + zonesMilliseconds;
  return {
    features,
    byId: new Map(features.map((feature) => [feature.properties.id, feature])),
    byFacility: new Map(features.filter((feature) => feature.properties.facility)
      .map((feature) => [feature.properties.facility, feature])),
  };
}

// Nothing, where there is no such thing.
const orNothing = (instead) => (problem) => {
  if (problem.status === 404) return instead;
  throw problem;
};

const items = async (path) => (await call("GET", path).catch(orNothing({ items: [] }))).items ?? [];

// All but the track.
export async function loadCase({ container, transit }) {
  let told = transit ? await call("GET", `/v1/transits/${encodeURIComponent(transit)}`) : null;
  const number = container ?? told.container;
  const path = encodeURIComponent(number);
  const [summary, clearances, gateEvents, corrections, alerts, transits, zones] = await Promise.all([
    call("GET", `/v1/containers/${path}`).catch(orNothing(null)),
    items(`/v1/containers/${path}/clearances`),
    items(`/v1/gate-events?container=${path}&limit=500`),
    items(`/v1/gate-events?container=${path}&limit=500&history=true`).catch(() => []),
    items(`/v1/alerts?container=${path}&limit=500`),
    items(`/v1/transits?container=${path}&limit=50`),
    loadZones(),
  ]);
  if (!told && summary?.transit) told = await call("GET", `/v1/transits/${encodeURIComponent(summary.transit.transit)}`);
  if (told) await addAlertsOf(told, alerts);
  if (!summary && !told && !gateEvents.length && !transits.length) throw new Problem(404, "");
  const known = new Map([...gateEvents, ...corrections].map((event) => [event.eventId, event]));
  return { number, summary, transit: told, clearances, gateEvents: [...known.values()], alerts, transits, zones };
}

// Alerts of the transit that name no container.
async function addAlertsOf(transit, alerts) {
  const known = new Set(alerts.map((alert) => alert.id));
  for (const alert of await items(`/v1/alerts?transit=${encodeURIComponent(transit.transit)}&limit=500`)) {
    if (!known.has(alert.id)) alerts.push(alert);
  }
}

// Where the track of a case is asked: the path and the span; null where there is none to ask for.
export function trackSource(data) {
  const { transit, summary, number } = data;
  if (transit) {
    // One that was cancelled before it was to start has no track.
    const to = transit.endedAt && transit.endedAt < transit.startsAt ? transit.startsAt : transit.endedAt;
    return { path: `/v1/seals/${encodeURIComponent(transit.seal)}/track`, from: transit.startsAt, to };
  }
  if (!summary?.position) return null;
  const from = new Date(Date.parse(summary.position.time) - daysWithoutTransit * dayMilliseconds).toISOString();
  return { path: `/v1/containers/${encodeURIComponent(number)}/track`, from, to: undefined };
}

// The address of a track in a format.
export function trackAddress(source, format, more = {}) {
  const query = new URLSearchParams({ format, from: source.from, ...more });
  if (source.to) query.set("to", source.to);
  return `${source.path}?${query}`;
}

// The reports of a track, all of them: stops, gaps and plots need each.
export async function loadTrack(source) {
  if (!source) return Track.empty();
  const csv = await textOf(trackAddress(source, "csv")).catch((problem) => {
    if (problem.status !== 400) throw problem;
    // More reports than one answer holds: those that tell its way.
    return textOf(trackAddress(source, "csv", { tolerance: coarseMeters }));
  });
  return Track.parse(csv);
}

// The way simplified to a tolerance, to have something on the map while the reports come: places as [lat, lon].
export async function loadOutline(source, meters) {
  const feature = JSON.parse(await textOf(trackAddress(source, "geojson", { tolerance: meters })));
  return feature.geometry?.type === "LineString" ? feature.geometry.coordinates.map(([lon, lat]) => [lat, lon]) : [];
}

async function textOf(path) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", headers: { "X-Requested-With": "vasscm" } });
  } catch {
    throw new Problem(0, "");
  }
  const text = await answer.text();
  if (answer.ok) return text;
  let detail = answer.statusText;
  try {
    detail = JSON.parse(text).detail ?? detail;
  } catch {
    // Not a problem of ours: its status says it.
  }
  if (answer.status === 404) return "time\r\n";
  throw new Problem(answer.status, detail);
}
