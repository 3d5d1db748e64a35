// One list of what happened in a case: reports that tell something, zones, gate events, clearances, alerts, officers' actions.
import { span } from "/live/evidence-words.js";
import { currentLanguage, number, say, time } from "/phrases.js";

export const kinds = ["transit", "seal", "zone", "gate", "clearance", "alert", "action"];
// The battery is told again after so much of it is gone.
const batteryStep = 0.1;
const mostOfAKind = 300;

// Entries `{at, kind, tone, title, detail?, alert?, by?, key}`, oldest first. `places` says the names.
export function eventsOf(data, track, places) {
  const entries = [
    ...transitEvents(data, places), ...sealEvents(track), ...zoneEvents(data, places), ...gateEvents(data, places),
    ...clearanceEvents(data), ...alertEvents(data),
  ];
  entries.sort((a, b) => a.at - b.at || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  return entries;
}

const entry = (kind, at, title, more = {}) => {
  const moment = typeof at === "number" ? at : Date.parse(at);
  return { kind, at: moment, title, tone: "", detail: "", key: `${kind}-${moment}-${more.id ?? title}`, ...more };
};

function transitEvents({ transits, transit }, places) {
  const all = transit && !transits.some((one) => one.transit === transit.transit) ? [...transits, transit] : transits;
  return all.flatMap((one) => {
    const way = `${places.facility(one.origin)} → ${places.facility(one.destination)}`;
    const tell = (at, status, more) =>
      at ? [entry("transit", at, say(`case.status.${status}`), { id: `${one.transit}-${status}`, ...more })] : [];
    return [
      ...tell(one.openedAt, "open", { detail: `${one.transit} · ${way}`, by: one.openedBy }),
      ...tell(one.departedAt, "in-transit", { detail: `${one.transit} · ${places.facility(one.origin)}` }),
      ...tell(one.arrivedAt, "arrived", { detail: `${one.transit} · ${places.facility(one.destination)}`, tone: "good" }),
      ...tell(one.endedAt, one.status === "cancelled" ? "cancelled" : "closed",
        { detail: one.reason ?? one.transit, by: one.endedBy }),
    ];
  });
}

// Not each report: the first and the last, changes of state, gaps, stops and steps of the battery.
function sealEvents(track) {
  if (!track.length) return [];
  const list = [entry("seal", track.times[0], say("case.first-report"), { detail: reportText(track, 0) })];
  let state = track.states[0];
  let battery = track.batteries[0];
  for (let index = 1; index < track.length && list.length < mostOfAKind; index += 1) {
    if (track.states[index] !== state) {
      state = track.states[index];
      list.push(entry("seal", track.times[index], say(`state.${["locked", "unlocked", "tampered"][state]}`),
        { tone: ["good", "major", "critical"][state], detail: reportText(track, index) }));
    }
    const level = track.batteries[index];
    if (Number.isNaN(battery)) battery = level;
    if (Math.abs(level - battery) >= batteryStep) {
      list.push(entry("seal", track.times[index], say(level < battery ? "case.battery-fell" : "case.battery-rose"),
        { detail: `${number(battery * 100, 0)} % → ${number(level * 100, 0)} %`, tone: level < 0.2 ? "major" : "" }));
      battery = level;
    }
  }
  for (const gap of track.gaps.slice(0, mostOfAKind)) {
    list.push(entry("seal", gap.from, say(gap.kind === "silent" ? "case.gap" : "case.no-fix"),
      { tone: "minor", detail: lasting(gap), until: gap.to }));
  }
  for (const stop of track.stops.slice(0, mostOfAKind)) {
    list.push(entry("seal", stop.from, say("case.stop"), { detail: lasting(stop), until: stop.to, id: "stop" }));
  }
  const last = track.length - 1;
  if (last > 0) list.push(entry("seal", track.times[last], say("case.last-report"),
    { detail: reportText(track, last), id: "last" }));
  return list;
}

const lasting = ({ seconds, to }) => `${span(seconds)} · ${say("case.until", { time: time(new Date(to).toISOString()) })}`;

function reportText(track, index) {
  const parts = [];
  if (!Number.isNaN(track.speeds[index])) parts.push(`${number(track.speeds[index] * 3.6, 0)} km/h`);
  if (!Number.isNaN(track.batteries[index])) parts.push(`${say("battery")} ${number(track.batteries[index] * 100, 0)} %`);
  return parts.join(" · ");
}

// Corridors of other routes, which run beside its own, tell nothing.
function zoneEvents({ transit }, places) {
  const isOfOthers = ({ data }) => places.kind(data.zone) === "route" && data.zone !== transit.route;
  return (transit?.timeline ?? []).filter((one) => one.kind === "zone" && !isOfOthers(one)).map((one) => {
    const kind = places.kind(one.data.zone);
    return entry("zone", one.at, say(`case.zone.${one.change}`, { zone: places.zone(one.data.zone) }), {
      id: `${one.sequence}`, detail: kind ? say(`case.zone-kind.${kind}`) : "", tone: kind === "forbidden" ? "critical" : "",
    });
  });
}

function gateEvents({ gateEvents }, places) {
  return gateEvents.map((event) => {
    const detail = [places.facility(event.facility)];
    if (event.vehicle?.plate) detail.push(event.vehicle.plate);
    for (const seal of event.seals ?? []) {
      detail.push(`${seal.number}${seal.condition && seal.condition !== "intact" ? ` (${say(`case.condition.${seal.condition}`)})` : ""}`);
    }
    const isBad = (event.seals ?? []).some((seal) => seal.condition && seal.condition !== "intact");
    if (event.result?.verdict) detail.push(say(`case.result.${event.result.verdict}`));
    if (event.lateness > 3600) detail.push(say("case.late", { span: span(event.lateness) }));
    const superseded = event.replacedBy ? say("case.replaced-by", { id: event.replacedBy })
      : event.cancelledBy ? say("case.cancelled-by", { id: event.cancelledBy }) : null;
    const corrects = event.replaces ? say("case.replaces", { id: event.replaces })
      : event.cancels ? say("case.cancels", { id: event.cancels }) : null;
    return entry("gate", event.time, say(`case.gate.${event.type}`), {
      id: event.eventId, detail: [...detail, superseded, corrects].filter(Boolean).join(" · "), by: event.account,
      isVoid: Boolean(superseded) || Boolean(event.cancels), tone: isBad ? "major" : "",
    });
  });
}

function clearanceEvents({ clearances }) {
  return clearances.map((one) =>
    entry("clearance", one.decidedAt, say(`case.clearance.${one.status}`), {
      id: `${one.sequence}`, by: one.by, tone: one.status === "released" ? "good" : "critical",
      detail: [`${say("case.declaration")} ${one.declaration}`, one.reason].filter(Boolean).join(" · "),
    }));
}

export const messageOf = (alert) => (currentLanguage() === "vi" ? alert.messageVi : null) || alert.message;

const withdrawnReason = ({ evidence = {} }) =>
  (currentLanguage() === "vi" ? evidence.withdrawnBecauseVi : null) ?? evidence.withdrawnBecause ?? "";

function alertEvents({ alerts, transit }) {
  const list = [];
  for (const alert of alerts) {
    const tell = (change, at, more = {}) => list.push(entry("alert", at, say(`rule.${alert.rule}`), {
      id: `${alert.id}-${change}-${at}`, tone: alert.severity, alert, change, detail: say(`case.alert.${change}`), ...more,
    }));
    tell("raised", alert.startedAt, { detail: messageOf(alert) });
    if (alert.escalatedAt) tell("escalated", alert.escalatedAt);
    const isCleared = (alert.actions ?? []).some((action) => action.kind === "clear");
    if (alert.status === "withdrawn") {
      tell("withdrawn", alert.clearedAt ?? alert.detectedAt,
        { tone: "", detail: `${say("case.alert.withdrawn")}: ${withdrawnReason(alert)}` });
    } else if (alert.status === "cleared" && alert.clearedAt && !isCleared) {
      tell("cleared", alert.clearedAt, { tone: "good" });
    }
    for (const action of alert.actions ?? []) list.push(actionEvent(alert, action));
  }
  list.push(...updates(transit?.timeline ?? [], new Map(alerts.map((alert) => [alert.id, alert]))));
  return list;
}

// What an officer did: who, when, with which words.
function actionEvent(alert, action) {
  const words = [say(`rule.${alert.rule}`), action.assignee ? `→ ${action.assignee}` : "",
    action.comment ? `“${action.comment}”` : ""];
  return entry("action", action.at, say(`action.${action.kind}`), {
    id: `${alert.id}-${action.kind}`, detail: words.filter(Boolean).join(" · "), by: action.by, alert,
  });
}

// Updates that changed what is said or how grave it is; an officer's action makes one too, which is told as such.
function updates(timeline, alerts) {
  const before = new Map();
  const list = [];
  for (const { kind, change, at, data } of timeline) {
    if (kind !== "alert") continue;
    const known = before.get(data.id);
    before.set(data.id, data);
    if (change !== "updated" || !known || !alerts.has(data.id)) continue;
    if (known.message === data.message && known.severity === data.severity) continue;
    list.push(entry("alert", at, say(`rule.${data.rule}`), {
      id: `${data.id}-updated`, tone: data.severity, alert: alerts.get(data.id), change: "updated",
      detail: `${say("case.alert.updated")}: ${messageOf(data)}`,
    }));
  }
  return list;
}
