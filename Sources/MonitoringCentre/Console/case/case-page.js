// Cases: the list to begin with, one container's or transit's case, and the playback of many transits.
import { CaseView } from "/case/case-view.js";
import { PlayView } from "/case/play-view.js";
import { StartView } from "/case/start-view.js";
import { make } from "/core/dom.js";
import { styleSheet } from "/map/base-map.js";

let styled;

export class Page {
  constructor(context) {
    this.context = context;
    this.element = make("section", { class: "case" });
    styled ??= Promise.all([styleSheet("/case/case.css"), styleSheet("/case/case-print.css")]);
    this.views = new Map();
  }

  // `case`, `case/container/NUMBER`, `case/transit/ID` (with `?alert=ID` to show one), `case/play/ID,ID,…`.
  async show([kind, name = ""], query) {
    await styled;
    if (kind === "container") await this.view("case", CaseView).load({ container: name.toUpperCase() },
      { alert: query.get("alert") });
    else if (kind === "transit") await this.view("case", CaseView).load({ transit: name }, { alert: query.get("alert") });
    else if (kind === "play") await this.view("play", PlayView).load(name.split(",").map(decodeURIComponent).filter(Boolean));
    else await this.view("start", StartView).show();
  }

  // Shows one of the three and makes it the first time.
  view(name, View) {
    if (!this.views.has(name)) {
      const view = new View(this.context);
      this.views.set(name, view);
      this.element.append(view.element);
    }
    for (const [other, view] of this.views) {
      if (other !== name) view.hide();
      view.element.hidden = other !== name;
    }
    this.shown = this.views.get(name);
    return this.shown;
  }

  hide() {
    this.shown?.hide();
  }

  retranslate() {
    for (const view of this.views.values()) view.retranslate();
  }
}
