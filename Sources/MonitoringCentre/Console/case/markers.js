// Places on the map of a case that can be reached by keyboard and say what they are.
import { make } from "/core/dom.js";

// Puts a mark; `spot` is {lat, lon, look, content, words}.
export function marker(base, { lat, lon, look, content, words }, onChoice) {
  const { L, map } = base;
  const html = make("span", { class: "case-spot-in" }, ...content);
  const one = L.marker([lat, lon], {
    icon: L.divIcon({ className: `case-spot ${look}`, html, iconSize: null }), pane: "points", title: "", alt: words,
      keyboard: true,
    riseOnHover: true, zIndexOffset: look.startsWith("alert") ? 2000 : look === "start" || look === "end" ? 1000 : 0,
  }).addTo(map);
  const element = one.getElement();
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", words);
  element.dataset.look = look.split(" ")[0];
  one.bindTooltip(make("span", { text: words }), { direction: "top", offset: [0, -10], className: "case-tip" });
  one.on("click", onChoice);
  one.on("keypress", (event) => event.originalEvent.key === "Enter" && onChoice());
  return { element, place: one.getLatLng(), hasLabel: look === "stop" || look === "gap", remove: () => one.remove() };
}
