// The head of a case: what and whose it is, whether it will be in time, what is wrong now, and what may be done.
import { button, facts, icon, make } from "/core/dom.js";
import { clearanceTone, deadlineOf, isEnded, severities, short, statusTone } from "/case/places.js";
import { severityMark } from "/case/why.js";
import { span } from "/live/evidence-words.js";
import { number, say, time } from "/phrases.js";

// `actions` are functions: `end(how)`, `clearance(status)`, `exports()`, `print()`, `alerts(severity)`, `transit(id)`, `live()`.
export function caseHead(data, { places, now, may, actions, clock }) {
  const { transit, summary } = data;
  return make("header", { class: "case-head" },
    make("div", { class: "case-title" }, title(data), openAlerts(data, actions), make("span", { class: "gap" }),
      tools(data, may, actions)),
    make("dl", { class: "case-facts" }, ...(transit ? transitFacts(data, places, now, actions, clock) : []),
      fact("case.clearance", clearance(data)), fact("case.where",
        where(data, summary, places, now, (text) => clock.moment(Date.parse(text))))));
}

function title({ number: container, summary, transit }) {
  const isValid = summary?.numberIsValid;
  return make("div", { class: "case-name" },
    make("h1", {}, icon("container"), ` ${container}`),
    isValid === undefined ? null : make("span", {
      class: `case-iso ${isValid ? "good" : "critical"}`, title: say(isValid ? "case.number-right" : "case.number-wrong") },
      icon(isValid ? "check" : "close"), make("span", { class: isValid ? "unseen" : "",
        text: say(isValid ? "case.number-right" : "case.number-wrong") })),
    transit ? make("span", { class: `pill case-status ${statusTone[transit.status] ?? ""}`,
      text: say(`case.status.${transit.status}`) }) : null);
}

// Open alerts by severity: a click shows the first of them with its reasons.
function openAlerts({ alerts }, actions) {
  const open = alerts.filter((alert) => alert.status === "active");
  if (!open.length) return make("span", { class: "pill good", text: say("case.no-open-alerts") });
  return make("div", { class: "case-open" }, ...severities.map((severity) => {
    const count = open.filter((alert) => alert.severity === severity).length;
    return count ? make("button", { type: "button", class: `case-severity ${severity}`, onclick: () => actions.alerts(severity) },
      severityMark(severity), make("b", { text: count }), ` ${say(`severity.${severity}`)}`) : null;
  }));
}

function tools({ transit }, may, actions) {
  const list = make("div", { class: "buttons case-tools" });
  if (may("decide")) {
    list.append(button("case.clearance-do", () => actions.clearance(), { icon: "lock", look: "case-decide" }));
    if (transit && !isEnded(transit)) {
      list.append(button("case.close", () => actions.end("close"), { icon: "check", look: "case-close" }),
        button("case.cancel", () => actions.end("cancel"), { look: "danger case-cancel" }));
    }
  }
  list.append(button(null, () => actions.exports(), { icon: "download", label: say("case.export"), look: "case-export" }),
    button(null, () => actions.print(), { icon: "print", label: say("case.print"), look: "case-print" }));
  return list;
}

const fact = (phrase, ...value) => make("div", {}, make("dt", { text: say(phrase) }), make("dd", {}, ...value));

function transitFacts(data, places, now, actions, clock) {
  const { transit, alerts, transits } = data;
  const deadline = deadlineOf(transit, alerts, now);
  const name = transits.length < 2 ? make("span", { text: transit.transit }) : make("select", {
    class: "case-transits", "aria-label": say("transit"), onchange: (event) => actions.transit(event.target.value),
  }, ...transits.map((one) => make("option", { value: one.transit, text: one.transit,
    selected: one.transit === transit.transit })));
  return [
    fact("transit", name),
    fact("seal", make("a", { href: `#/live/seal/${encodeURIComponent(transit.seal)}`, text: transit.seal })),
    fact("case.plate", transit.plate ?? "–"),
    fact("case.way", `${short(places.facility(transit.origin))} → ${short(places.facility(transit.destination))}`),
    fact("case.deadline", clock.moment(Date.parse(transit.deadline)), " ",
      make("span", { class: `case-deadline ${deadline.tone}`, text: deadline.text })),
  ];
}

function clearance({ clearances, transit, summary }) {
  const declaration = transit?.declaration ?? summary?.clearances?.[0]?.declaration;
  const newest = [...clearances].sort((a, b) => b.sequence - a.sequence).find((one) => !declaration
    || one.declaration === declaration);
  return make("span", {}, declaration ? `${declaration} ` : "", newest
    ? make("span", { class: `pill ${clearanceTone[newest.status]}`, title: newest.reason ?? "",
      text: say(`case.clearance.${newest.status}`) })
    : make("span", { class: "pill minor", text: say("case.no-clearance") }));
}

// At a facility, or on the way since its last report.
function where(data, summary, places, now, moment = time) {
  if (summary?.visit) return `${places.facility(summary.visit.facility)}, ${say("case.since", { time: moment(summary.visit.since) })}`;
  const position = summary?.position;
  const last = summary?.lastGateEvent;
  if (!position && last) return `${say(`case.gate.${last.type}`)}, ${places.facility(last.facility)}, ${moment(last.time)}`;
  if (!position) return say("case.where-unknown");
  const inside = insideOf(data, places);
  const ago = Math.max(0, (now - Date.parse(position.time)) / 1000);
  return [inside ?? say("case.on-the-road"), position.speed === undefined ? null : `${number(position.speed * 3.6, 0)} km/h`,
    say("case.ago", { span: span(ago) })].filter(Boolean).join(" · ");
}

// The zone that it entered last and has not left.
function insideOf({ transit }, places) {
  const inside = new Map();
  for (const { kind, change, data } of transit?.timeline ?? []) {
    if (kind !== "zone" || places.kind(data.zone) === "route") continue;
    if (change === "entered") inside.set(data.zone, true);
    if (change === "exited") inside.delete(data.zone);
  }
  const zone = [...inside.keys()].pop();
  return zone ? places.zone(zone) : null;
}

// The same as a list, for the printed report.
export function headFacts(data, { places, now }) {
  const { transit, number: container, alerts } = data;
  return facts([
    [say("container"), container],
      [say("transit"), transit ? `${transit.transit}, ${say(`case.status.${transit.status}`)}` : null],
    [say("seal"), transit?.seal], [say("case.plate"), transit?.plate],
    [say("case.way"), transit ? `${places.facility(transit.origin)} → ${places.facility(transit.destination)}` : null],
    [say("case.deadline"), transit ? `${time(transit.deadline)} (${deadlineOf(transit, alerts, now).text})` : null],
    [say("case.clearance"), clearance(data)], [say("case.where"), where(data, data.summary, places, now)],
  ]);
}
