// What can be taken along: the track as the server writes it, the timeline and the pictures as the browser makes them.
import { trackAddress } from "/case/case-data.js";
import { pictureOfMap, pictureOfPlots, save, savePicture } from "/case/picture.js";
import { show } from "/core/dialogs.js";
import { button, icon, make } from "/core/dom.js";
import { say } from "/phrases.js";

const formats = ["geojson", "gpx", "kml", "csv"];

export function showExports({ data, source, entries, map, plots }) {
  const name = data.transit?.transit ?? data.number;
  const part = (phrase, ...children) =>
    make("div", { class: "stack case-export-part" }, make("h3", { text: say(phrase) }),
      make("div", { class: "buttons" }, ...children));
  const parts = [];
  if (source) {
    parts.push(part("case.export-track", ...formats.map((format) => make("a", {
      class: "button", href: trackAddress(source, format), download: `${name}.${format}`, "data-format": format,
    }, icon("download"), format === "geojson" ? "GeoJSON" : format.toUpperCase()))));
  }
  parts.push(part("case.export-timeline",
    button(null, () => save(`${name}-timeline.csv`, new Blob([timelineCSV(entries)], { type: "text/csv;charset=utf-8" })),
      { icon: "download", label: say("case.timeline-csv"), look: "case-timeline-csv" }),
    button(null, () => save(`${name}-timeline.json`, new Blob([timelineJSON(data, entries)], { type: "application/json" })),
      { icon: "download", label: say("case.timeline-json"), look: "case-timeline-json" })));
  const pictures = [];
  if (map.base) pictures.push(button("case.map-png", () => savePicture(`${name}-map.png`, pictureOfMap(map.ground)),
    { icon: "download" }));
  if (pictureOfPlots(plots)) pictures.push(button("case.plots-png",
    () => savePicture(`${name}-plots.png`, pictureOfPlots(plots)), { icon: "download" }));
  if (pictures.length) parts.push(part("case.export-pictures", ...pictures));
  const dialog = show(say("case.export-title", { name }), ...parts);
  dialog.querySelector(".case-timeline-csv")?.append("CSV");
  dialog.querySelector(".case-timeline-json")?.append("JSON");
  return dialog;
}

const plain = ({ at, until, kind, title, detail, by, tone, change, alert }) => ({
  at: new Date(at).toISOString(), ...(until ? { until: new Date(until).toISOString() } : {}), kind, title,
  ...(change ? { change } : {}), ...(detail ? { detail } : {}), ...(by ? { by } : {}), ...(tone ? { tone } : {}),
    ...(alert ? { alert: alert.id } : {}),
});

export function timelineJSON(data, entries) {
  return JSON.stringify({ container: data.number, transit: data.transit?.transit, timeline: entries.map(plain) }, null, 2);
}

// RFC 4180; a cell that a spreadsheet would take for a formula is made a text.
export function timelineCSV(entries) {
  const columns = ["at", "until", "kind", "title", "change", "detail", "by", "alert"];
  const cell = (value = "") => {
    const text = /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = entries.map(plain).map((entry) => columns.map((column) => cell(entry[column])).join(","));
  return `\ufeff${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}
