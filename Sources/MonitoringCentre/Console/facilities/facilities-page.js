// Facilities: all of them at a glance, or one with its stock, its reports and what is wrong there.
import { make } from "/core/dom.js";
import { FacilityList } from "/facilities/facility-list.js";
import { FacilityView } from "/facilities/facility-view.js";
import { styleSheet } from "/map/base-map.js";

export class Page {
  constructor(context) {
    this.context = context;
    this.element = make("section", { class: "padded facilities" });
    this.styles = Promise.all(["/facilities/parts.css", "/facilities/facilities.css"].map(styleSheet));
  }

  async show([code]) {
    await this.styles;
    this.view?.hide?.();
    this.view = code ? new FacilityView(this.context, code) : new FacilityList(this.context);
    this.element.replaceChildren(this.view.element);
    await this.view.load();
  }

  hide() {
    this.view?.hide?.();
    this.view = null;
  }

  retranslate() {
    this.view?.render();
  }
}
