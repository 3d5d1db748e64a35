// Moments in fields: what a `datetime-local` shows is the time of the site's zone, wherever the officer's computer stands.

const pad = (value) => String(value).padStart(2, "0");

// A moment as the field has it: 2026-03-02T14:05.
export function fieldText(moment, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(moment)).map((part) => [part.type, part.value]));
  return `${parts.year}-${pad(parts.month)}-${pad(parts.day)}T${parts.hour}:${parts.minute}`;
}

// What a field says, as RFC 3339 in UTC; null where it says nothing.
export function fieldMoment(text, timeZone) {
  if (!text) return null;
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;
  // The zone's offset may be another one at the moment itself: looked at twice, it is found.
  let moment = wanted;
  for (let turn = 0; turn < 2; turn += 1) moment += wanted - Date.parse(`${fieldText(moment, timeZone)}Z`);
  return new Date(moment).toISOString().replace(".000Z", "Z");
}

// The site's own clock, which a replay simulates: the newest thing that it told, or ours where it told nothing.
export function siteNow(store) {
  const told = [store.time, ...[...store.gates.values()].map((gate) => gate.at)].filter(Boolean).map((text) => Date.parse(text));
  return told.length ? Math.max(...told) : Date.now();
}
