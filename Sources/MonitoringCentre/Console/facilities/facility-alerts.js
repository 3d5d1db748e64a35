// What is wrong at a facility now: its active alerts, those of containers that stand too long among them.
import { call } from "/api.js";
import { make } from "/core/dom.js";
import { bothLanguages, containerLink, empty } from "/facilities/parts.js";
import { say, time } from "/phrases.js";

const severities = ["critical", "major", "minor", "warning"];
const mostShown = 50;

export class FacilityAlerts {
  constructor(view) {
    this.view = view;
    this.element = make("section", { class: "panel facility-alerts" });
    this.own = new Map();
    this.stop = view.context.store.on("alerts", () => this.render());
  }

  hide() {
    this.stop();
  }

  // The store knows the first ten thousand of all facilities; these are this one's, whatever others have.
  async load() {
    try {
      const path = `/v1/alerts?status=active&limit=500&facility=${encodeURIComponent(this.view.code)}`;
      for (const alert of (await call("GET", path)).items) this.own.set(alert.id, alert);
    } catch {
      // Those of the store are shown.
    }
    this.render();
  }

  render() {
    const { alerts } = this.view.context.store;
    const known = [...this.own.values(), ...alerts.values()].filter((alert) => alert.facility === this.view.code);
    const all = [...new Map(known.map((alert) => [alert.id, alerts.get(alert.id) ?? alert])).values()]
      .filter((alert) => alert.status === "active")
      .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.startedAt < b.startedAt ? 1 : -1));
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: say("page.alerts") }), make("span", { class: "pill", text: String(all.length) })),
      all.length ? make("ul", { class: "reasons scrolls", tabIndex: 0, "aria-label": say("page.alerts") }, all.slice(0, mostShown).map((alert) => make("li", {},
        make("div", { class: "heading" }, make("span", { class: `pill ${alert.severity}`, text: say(`severity.${alert.severity}`) }),
          make("span", { class: "strong", text: say(`rule.${alert.rule}`) }), alert.container ? containerLink(alert.container) : null),
        bothLanguages(alert), make("small", { class: "quiet", text: time(alert.startedAt) }))))
        : empty("facilities.no-alerts"));
  }
}
