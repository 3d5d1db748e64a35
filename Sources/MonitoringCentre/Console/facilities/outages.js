// When the operator of a facility could not report; who may announce it, ends it or announces another.
import { call } from "/api.js";
import { ask } from "/core/dialogs.js";
import { button, field, make } from "/core/dom.js";
import { failed, loading, table } from "/facilities/parts.js";
import { fieldMoment, fieldText, siteNow } from "/orders/site-moment.js";
import { say, time } from "/phrases.js";

export class Outages {
  constructor(view) {
    this.view = view;
    this.element = make("section", { class: "panel outages" });
  }

  async load() {
    try {
      this.items = (await call("GET", `${this.view.path}/outages`)).items;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
    this.render();
  }

  render() {
    const { items, problem } = this;
    const mayAnnounce = this.view.context.may("decide");
    this.element.replaceChildren(make("div", { class: "heading" }, make("h2", { text: say("facilities.outages") }),
      make("span", { class: "gap" }),
      mayAnnounce ? button("facilities.announce", () => this.announce(), { icon: "plus", look: "announce" }) : null),
    problem ? failed(problem) : !items ? loading() : table(say("facilities.outages"),
      ["facilities.outage-from", "facilities.outage-to", "facilities.reason", ""],
      items.map((outage) => [
        time(outage.startsAt), outage.endsAt ? time(outage.endsAt) : make("span", { class: "pill major", text: say("facilities.outage-now") }),
        make("span", {}, outage.reason, make("small", { class: "quiet line", text: outage.announcedBy })),
        outage.endsAt || !mayAnnounce ? "" : button("facilities.end", () => this.end(outage), { look: "end" }),
      ]), { none: "facilities.no-outages" }));
  }

  moment(phrase, name) {
    const { site, store } = this.view.context;
    return field(phrase, make("input", {
      type: "datetime-local", name, required: true, value: fieldText(siteNow(store), site.timeZone),
    }));
  }

  async announce() {
    const zone = this.view.context.site.timeZone;
    await ask({
      title: say("facilities.announce"), action: "facilities.announce",
      children: [this.moment("facilities.outage-from", "startsAt"),
        field("facilities.reason", make("textarea", { name: "reason", required: true, maxLength: 1000 }))],
      submit: ({ startsAt, reason }) =>
        call("POST", `${this.view.path}/outages`, { startsAt: fieldMoment(startsAt, zone), reason }),
    });
    await this.load();
  }

  async end(outage) {
    const zone = this.view.context.site.timeZone;
    await ask({
      title: say("facilities.end"), action: "facilities.end",
      children: [this.moment("facilities.outage-to", "endsAt")],
      submit: ({ endsAt }) => call("POST", `${this.view.path}/outages/${encodeURIComponent(outage.outage)}/end`, {
        endsAt: fieldMoment(endsAt, zone),
      }),
    });
    await this.load();
  }
}
