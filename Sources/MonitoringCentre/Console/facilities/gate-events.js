// The latest gate events of a facility: when they happened, how late they came, what was corrected.
import { button, make } from "/core/dom.js";
import { show } from "/core/dialogs.js";
import { call } from "/api.js";
import { Listing, containerLink, table } from "/facilities/parts.js";
import { duration } from "/levels.js";
import { normalised } from "/orders/container-number.js";
import { say, time } from "/phrases.js";

export class GateEvents {
  constructor(view) {
    this.view = view;
    this.sought = "";
    this.listing = new Listing((items) => this.table(items), { limit: 30 });
    this.element = make("section", { class: "panel gate-events" });
  }

  load() {
    const query = new URLSearchParams({ facility: this.view.code });
    if (this.sought) query.set("container", this.sought);
    return this.listing.load(`/v1/gate-events?${query}`);
  }

  render() {
    const search = make("input", {
      type: "search", value: this.sought, placeholder: say("container"), "aria-label": say("facilities.find-event"), size: 14,
      onchange: () => {
        this.sought = normalised(search.value);
        this.load();
      },
    });
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: say("facilities.gate-events") }), search), this.listing.element);
    this.listing.render();
  }

  table(items) {
    const rows = items.map((event) => [
      time(event.time),
      make("span", {}, make("span", { class: "strong", text: say(`gate-event.${event.type}`) }),
        make("small", { class: "quiet line", text: event.account })),
      make("span", {}, containerLink(event.container),
        make("small", { class: "quiet line", text: [event.vehicle?.plate, event.declaration].filter(Boolean).join(" · ") })),
      lateness(event), this.corrections(event),
    ]);
    return table(say("facilities.gate-events"),
      ["facilities.time", "facilities.event", "container", "facilities.lateness", "facilities.corrections"], rows,
      { none: "facilities.no-events" });
  }

  corrections(event) {
    const notes = [];
    if (event.replaces) notes.push(say("facilities.replaces", { id: event.replaces }));
    if (event.replacedBy) notes.push(say("facilities.replaced", { id: event.replacedBy }));
    if (event.cancels) notes.push(say("facilities.cancels", { id: event.cancels }));
    if (event.cancelledBy) notes.push(say("facilities.cancelled", { id: event.cancelledBy }));
    if (!notes.length) return "–";
    return make("span", {}, notes.map((text) => make("span", { class: "pill minor", text })),
      button("facilities.history", () => this.history(event), { look: "bare" }));
  }

  async history(event) {
    try {
      const record = await call("GET", `/v1/gate-events/${encodeURIComponent(event.eventId)}?account=${encodeURIComponent(event.account)}`);
      const versions = record.history ?? [record];
      show(say("facilities.history"), table(say("facilities.history"), ["facilities.time", "facilities.event", "container", "facilities.received"],
        versions.map((version) => [
          time(version.time), say(`gate-event.${version.type}`), version.container, time(version.receipt?.receivedAt),
        ])));
    } catch (problem) {
      this.view.context.fail(problem);
    }
  }
}

// How long after it happened an event was received, and whether that was too late.
function lateness(event) {
  const text = duration(Math.max(0, event.lateness));
  if (event.outage) return make("span", { class: "pill warning", text: say("facilities.late-outage", { time: text }) });
  if (event.lateBeyond > 0) return make("span", { class: "pill major", text: say("facilities.late-by", { time: text }) });
  return text;
}
