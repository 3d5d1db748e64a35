// What stands on the scrubber and, where there is no track, on the map: ticks, bands, facilities.
import { messageOf } from "/case/events.js";
import { say } from "/phrases.js";

// What is worth a step: alerts, gate events, clearances, the transit's own.
export function ticksOf(entries, { from, to }, clock) {
  const isWorth = ({ kind, change, isVoid }) =>
    (kind === "alert" ? change === "raised" : ["gate", "transit", "clearance"].includes(kind) && !isVoid);
  return entries.filter((entry) => isWorth(entry) && entry.at >= from && entry.at <= to).map((entry) => ({
    at: entry.at, tone: entry.kind === "alert" ? entry.tone : "plain",
    words: `${clock.clockSeconds(entry.at)} ${entry.title}${entry.alert ? `: ${messageOf(entry.alert)}` : ""}`,
  }));
}

// Stops, gaps, and how long the seal was not locked.
export function bandsOf(track) {
  const bands = [
    ...track.stops.map((stop) => ({ ...stop, look: "stop", words: say("case.stop") })),
    ...track.gaps.map((gap) => ({ ...gap, look: "gap", words: say("case.gap") })),
  ];
  for (let index = 0; index < track.length; index += 1) {
    if (!track.states[index]) continue;
    let last = index;
    while (last + 1 < track.length && track.states[last + 1] === track.states[index]) last += 1;
    const look = track.states[index] === 2 ? "tampered" : "unlocked";
    bands.push({ from: track.times[index], to: track.times[Math.min(last + 1, track.length - 1)], look, words: say(`state.${look}`) });
    index = last;
  }
  return bands;
}

// Where gate events were, for a case without a track.
export function facilitiesOf({ gateEvents }, places) {
  const last = new Map(gateEvents.map((event) => [event.facility, event]));
  return [...last].map(([code, event]) => ({
    place: places.placeOf(code), at: Date.parse(event.time), name: places.facility(code),
  })).filter(({ place }) => place);
}
