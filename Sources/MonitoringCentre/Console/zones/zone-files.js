// Zones as a file: taken from one or from what was pasted, with what that changes shown first; written to one.
import { ask } from "/core/dialogs.js";
import { field, make } from "/core/dom.js";
import { problemsOf } from "/zones/zone-checks.js";
import { difference } from "/zones/zone-edits.js";
import { number, say } from "/phrases.js";

const mostNamed = 30;
const shapes = ["Point", "LineString", "Polygon", "MultiPolygon"];

// Offers the features as a file.
export function exportZones(whole, features, name) {
  const text = JSON.stringify({ ...whole, type: "FeatureCollection", features }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/geo+json" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// What a text holds; throws what is wrong with it, in words.
export function readZones(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(say("zones.import.no-json", { detail: error.message }));
  }
  const features = value?.type === "FeatureCollection" ? value.features : value?.type === "Feature" ? [value] : null;
  if (!Array.isArray(features) || !features.length) throw new Error(say("zones.import.no-features"));
  const ids = new Set();
  for (const [index, feature] of features.entries()) {
    const id = feature?.properties?.id;
    if (typeof id !== "string" || !id) throw new Error(say("zones.import.no-id", { number: index + 1 }));
    if (ids.has(id)) throw new Error(say("zones.import.twice", { id }));
    if (!shapes.includes(feature.geometry?.type) || !Array.isArray(feature.geometry.coordinates)) {
      throw new Error(say("zones.import.no-shape", { id }));
    }
    ids.add(id);
    // What a zone does not have for its kind may be null in others' files.
    for (const [key, one] of Object.entries(feature.properties)) if (one === null) delete feature.properties[key];
  }
  return features;
}

// Asks for a file or a text; answers all features as they would be, or null.
export async function importZones(features) {
  const effect = make("div", { class: "import-effect", role: "status" });
  let result = null;
  const judge = (form) => {
    result = null;
    const { text, mode } = Object.fromEntries(new FormData(form));
    if (!text.trim()) return effect.replaceChildren();
    try {
      const read = readZones(text);
      const kept = mode === "all" ? [] : features;
      const named = new Map(read.map((feature) => [feature.properties.id, feature]));
      const known = new Set(kept.map((feature) => feature.properties.id));
      result = [...kept.map((feature) => named.get(feature.properties.id) ?? feature),
        ...read.filter((feature) => !known.has(feature.properties.id))];
      effect.replaceChildren(...told(difference(features, result), result));
    } catch (error) {
      effect.replaceChildren(make("p", { class: "error", text: error.message }));
    }
  };
  const text = make("textarea", { name: "text", rows: 7, spellcheck: false, oninput: () => judge(text.form) });
  const file = make("input", { type: "file", accept: ".geojson,.json,application/geo+json", onchange: async () => {
    text.value = (await file.files[0]?.text()) ?? "";
    judge(text.form);
  } });
  const mode = (value, isChosen) => make("label", { class: "option" },
    make("input", { type: "radio", name: "mode", value, checked: isChosen, onchange: () => judge(text.form) }), " ", say(`zones.import.${value}`));
  return ask({
    title: say("zones.import"), action: "zones.import.take",
    children: [field("zones.import.file", file), field("zones.import.paste", text), mode("merge", true), mode("all", false), effect],
    submit: () => {
      if (!result) throw new Error(effect.textContent || say("zones.import.nothing"));
      return result;
    },
  });
}

function told({ added, changed, removed }, all) {
  const names = (list) => list.slice(0, mostNamed).map((feature) => feature.properties.id).join(", ") + (list.length > mostNamed ? " …" : "");
  const line = (look, phrase, list) => list.length ? make("p", { "data-effect": phrase },
    make("span", { class: `pill ${look}`, text: say(`zones.import.${phrase}`, { count: number(list.length, 0) }) }), " ", names(list)) : null;
  const wrong = [...added, ...changed].flatMap((feature) => problemsOf(feature, all).filter((one) => one.isFatal)
    .map((one) => `${feature.properties.id}: ${one.text}`));
  const lines = [line("good", "added", added), line("minor", "changed", changed), line("critical", "removed", removed)].filter(Boolean);
  if (!lines.length) lines.push(make("p", { class: "quiet", text: say("zones.import.same") }));
  return [...lines, ...wrong.slice(0, mostNamed).map((one) => make("p", { class: "error small", text: one }))];
}
