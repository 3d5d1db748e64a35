// The case as it is printed on A4: head, map as it is drawn, plots, alerts with their reasons, timeline, who printed and when.
import { messageOf } from "/case/events.js";
import { headFacts } from "/case/head.js";
import { pictureOfMap, pictureOfPlots } from "/case/picture.js";
import { evidenceTable, severityPill } from "/case/why.js";
import { make } from "/core/dom.js";
import { say, time } from "/phrases.js";

// Fills the report that only paper shows.
export function fillReport(element, { data, entries, map, plots, places, now, clock, account, siteName }) {
  const title = say("case.report", { name: data.transit ? `${data.number}, ${data.transit.transit}` : data.number });
  const printed = say("case.printed", { name: account?.name ?? "", time: clock.whole(Date.now()) });
  const parts = [
    make("header", {}, make("p", { class: "quiet", text: siteName }), make("h1", { text: title }),
      make("p", { class: "quiet", text: printed })),
    headFacts(data, { places, now }),
  ];
  if (map.base) parts.push(figure(pictureOfMap(map.ground), say("case.map")), legend(map));
  const drawn = pictureOfPlots(plots);
  if (drawn) parts.push(figure(drawn, plots.shownSeries.map((one) => `${say(one.phrase)} ${one.unit}`).join(" · ")));
  parts.push(make("h2", { text: say("case.alerts") }),
    ...(data.alerts.length ? data.alerts.map(alertPart) : [make("p", { text: say("case.no-alerts") })]));
  parts.push(make("h2", { text: say("case.timeline") }), timelineTable(entries, clock),
    make("p", { class: "quiet", text: printed }));
  element.replaceChildren(...parts);
}

function figure(picture, words) {
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words);
  return make("figure", {}, picture, make("figcaption", { class: "quiet small", text: words }));
}

function legend(map) {
  const copy = map.legend.querySelector("ul").cloneNode(true);
  copy.className = "case-report-legend";
  return copy;
}

function alertPart(alert) {
  return make("section", { class: "case-report-alert" },
    make("h3", {}, severityPill(alert.severity), ` ${say(`rule.${alert.rule}`)} · ${say(`case.alert-status.${alert.status}`)}`),
    make("p", { text: messageOf(alert) }), make("p", { class: "small",
      text: `${time(alert.startedAt)} · ${say("detected")} ${time(alert.detectedAt)}` }),
    evidenceTable(alert),
    ...(alert.actions ?? []).map((action) => make("p", { class: "small",
      text: `${time(action.at)} · ${say(`action.${action.kind}`)} · ${[action.by, action.assignee ? `→ ${action.assignee}` : "", action.comment].filter(Boolean).join(" · ")}` })));
}

function timelineTable(entries, clock) {
  return make("table", {},
    make("thead", {}, make("tr", {}, ...["time", "what", "detail",
      "who"].map((name) => make("th", { scope: "col", text: say(`case.${name}`) })))),
    make("tbody", {}, ...entries.map((entry) => make("tr", {}, make("td", { class: "nowrap", text: clock.whole(entry.at) }),
      make("td", { text: `${say(`case.kind.${entry.kind}`)}: ${entry.title}` }), make("td", { text: entry.detail }),
        make("td", { text: entry.by ?? "" })))));
}
