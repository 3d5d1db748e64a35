// What stands in a facility, and what of it may leave.
import { icon, make } from "/core/dom.js";
import { Listing, bothLanguages, choice, containerLink, table } from "/facilities/parts.js";
import { duration } from "/levels.js";
import { normalised } from "/orders/container-number.js";
import { say, time } from "/phrases.js";

const lists = ["stock", "eligible"];
const states = ["", "allowed", "refused", "released", "held", "scan", "inspection", "revoked", "none"];

export class Stock {
  constructor(view) {
    this.view = view;
    this.list = "stock";
    this.state = "";
    this.sought = "";
    this.listing = new Listing((items) => this.table(items));
    this.element = make("section", { class: "panel stock" });
  }

  load() {
    const query = this.sought && this.list === "stock" ? `?container=${encodeURIComponent(this.sought)}` : "";
    return this.listing.load(`${this.view.path}/${this.list}${query}`);
  }

  render() {
    const search = make("input", {
      type: "search", value: this.sought, placeholder: say("container"), "aria-label": say("facilities.find"), size: 14,
      onchange: () => {
        this.sought = normalised(search.value);
        this.load();
      },
    });
    const filter = make("select", {
      "aria-label": say("facilities.filter"),
      onchange: () => {
        this.state = filter.value;
        this.listing.render();
      },
    }, states.map((state) => make("option", { value: state, text: say(`facilities.filter.${state || "all"}`), selected: state === this.state })));
    const isStock = this.list === "stock";
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: say("facilities.stock") }),
        choice(say("facilities.stock"), lists, this.list, (list) => say(`facilities.list.${list}`), (list) => {
          this.list = list;
          this.render();
          this.load();
        }),
        isStock ? search : null, isStock ? filter : null, make("span", { class: "gap" }),
        make("a", {
          class: "button", href: `${this.view.path}/eligible.html`, target: "_blank", rel: "noopener",
        }, icon("print"), say("facilities.print"))),
      this.listing.element);
    this.listing.render();
  }

  isShown(item) {
    if (this.list !== "stock" || !this.state) return true;
    if (this.state === "allowed" || this.state === "refused") return item.allowed === (this.state === "allowed");
    return (item.status ?? "none") === this.state;
  }

  table(items) {
    const rows = items.filter((item) => this.isShown(item)).map((item) => [
      make("span", {}, containerLink(item.container),
        make("small", { class: "quiet line", text: [item.sizeType, item.fullEmpty ? say(`facilities.${item.fullEmpty}`) : null, ...item.seals].filter(Boolean).join(" · ") })),
      make("span", {}, say(item.sinceIsReported ? "facilities.since-at" : "facilities.since-before", { time: time(item.since) }),
        item.lateness > 3600 ? make("small", { class: "quiet line", text: say("facilities.reported-after", { time: duration(item.lateness) }) }) : null),
      make("span", {}, item.status || item.fullEmpty !== "empty" ? clearance(item.status) : "–", item.declaration ? make("small", { class: "quiet line", text: item.declaration }) : null),
      leave(item),
    ]);
    return table(say("facilities.stock"), ["container", "facilities.since", "facilities.clearance", "facilities.leave"], rows,
      { none: items.length ? "facilities.none-match" : "facilities.none-stands" });
  }
}

const tones = { released: "good", held: "critical", revoked: "critical", scan: "minor", inspection: "minor" };

// What Customs decided of a container.
export function clearance(status) {
  return make("span", { class: `pill ${tones[status] ?? ""}`, text: say(`clearance.${status ?? "none"}`) });
}

// Whether it may leave, and why not.
function leave(item) {
  if (item.allowed) return make("span", { class: "pill good" }, icon("check"), say("facilities.may"));
  return make("div", {}, make("span", { class: "pill critical" }, icon("close"), say("facilities.may-not")),
    make("ul", {}, item.reasons.map((reason) => make("li", {}, bothLanguages(reason)))));
}
