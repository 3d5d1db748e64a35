// Keys for those who work without a mouse: `/` searches, `g` and a letter goes to a page, `?` tells them all.
import { show } from "/core/dialogs.js";
import { facts, make } from "/core/dom.js";
import { say } from "/phrases.js";

const secondsForTheSecondKey = 1.5;
const more = [];

// Adds a line to what `?` tells: the key and the phrase of what it does.
export function tellKey(key, phrase) {
  if (!more.some(([known]) => known === key)) more.push([key, phrase]);
}

export const isTyping = (event) =>
  event.target.closest?.("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey;

export class Keyboard {
  constructor(pages, { go, may, search }) {
    this.pages = pages;
    this.go = go;
    this.may = may;
    this.search = search;
    addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keyboard-help", () => this.help());
  }

  key(event) {
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    const isSecond = this.firstAt && performance.now() - this.firstAt < secondsForTheSecondKey * 1000;
    this.firstAt = null;
    if (isSecond) {
      const page = this.pages.find((page) => page.key === event.key && this.may(page.may));
      if (!page) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.go(page.name);
    }
    if (event.key === "g") this.firstAt = performance.now();
    else if (event.key === "/") {
      event.preventDefault();
      this.search();
    } else if (event.key === "?") this.help();
  }

  help() {
    const keys = [["/", "search"], ["?", "keyboard"],
      ...this.pages.filter((page) => this.may(page.may)).map((page) => [`g ${page.key}`, `page.${page.name}`]), ...more];
    show(say("keyboard"), facts(keys.map(([key, phrase]) => [key, make("span", { text: say(phrase) })])));
  }
}
