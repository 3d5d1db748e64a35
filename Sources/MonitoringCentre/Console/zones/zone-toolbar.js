// The tools above the map: draw, undo and redo, files, save.
import { button, make } from "/core/dom.js";
import { number, say } from "/phrases.js";

const tools = ["polygon", "circle", "route"];

export class ZoneToolbar {
  constructor(page) {
    this.page = page;
    this.element = make("div", { class: "zone-toolbar", role: "toolbar", "aria-label": say("page.zones") });
  }

  render() {
    const { page } = this;
    const { edits } = page;
    const drawing = page.map.drawing;
    const { added, changed, removed } = edits?.difference ?? { added: [], changed: [], removed: [] };
    const count = added.length + changed.length + removed.length;
    const tool = (name) => {
      const element = button(`zones.tool.${name}`, () => page.draw(name), { look: "tool" });
      element.setAttribute("aria-pressed", String(drawing?.tool === name));
      element.dataset.tool = name;
      return element;
    };
    const step = (phrase, isThere, act, icon) => {
      const element = button(null, act, { icon, look: "bare", label: say(phrase) });
      element.dataset.step = phrase;
      if (!isThere) element.setAttribute("aria-disabled", "true");
      return element;
    };
    const focused = document.activeElement?.dataset?.tool;
    this.element.setAttribute("aria-label", say("page.zones"));
    this.element.replaceChildren(...[
      make("h1", { text: say("page.zones") }), ...tools.map(tool),
      step("zones.undo", edits?.past.length, () => edits?.undo(), "left"),
      step("zones.redo", edits?.future.length, () => edits?.redo(), "right"),
      button("zones.import", () => page.importFile(), { look: "import" }),
      button("zones.export", () => page.exportFile(false), { icon: "download", look: "export" }),
      page.chosen ? button("zones.export-one", () => page.exportFile(true), { look: "bare" }) : null,
      make("span", { class: "gap" }),
      count ? make("span", { class: "pill minor unsaved", text: say("zones.unsaved", { count: number(count, 0) }) }) : null,
      count ? button("zones.discard", () => page.discard(), { look: "bare" }) : null,
      this.save(count),
      drawing?.tool ? this.hint(drawing) : null,
    ].filter(Boolean));
    if (focused) this.element.querySelector(`[data-tool="${focused}"]`)?.focus();
  }

  save(count) {
    const element = button("save", () => this.page.save(), { look: "primary save" });
    element.disabled = count === 0;
    return element;
  }

  hint(drawing) {
    const { tool, places } = drawing;
    const isEnough = places.length >= { polygon: 3, circle: 1, route: 2 }[tool];
    return make("p", { class: "drawing-hint", role: "status" },
      say(tool === "circle" && places.length ? "zones.draw.edge" : `zones.draw.${tool}`),
      isEnough ? button("zones.draw.finish", () => drawing.finish(), { look: "primary finish" }) : null,
      button("cancel", () => this.page.draw(null), { look: "bare" }));
  }
}
