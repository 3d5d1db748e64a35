// What was refused, newest first, with the bytes as they came: shown as text, never as anything that runs.
import { show } from "/core/dialogs.js";
import { button, make } from "/core/dom.js";
import { Listing, table } from "/facilities/parts.js";
import { say, time } from "/phrases.js";

// Of the bytes so many are shown.
const mostShown = 20000;
const rowBytes = 16;

export class Rejections {
  constructor(context) {
    this.context = context;
    this.reason = "";
    this.listing = new Listing((items) => this.table(items), { limit: 30 });
    this.element = make("section", { class: "panel rejections" });
    this.reasons = new Set();
  }

  async load() {
    await this.listing.load(`/v1/rejections${this.reason ? `?reason=${encodeURIComponent(this.reason)}` : ""}`);
    for (const item of this.listing.items ?? []) this.reasons.add(item.reason);
    this.render();
  }

  render() {
    const select = make("select", { "aria-label": say("accounts.reason"), onchange: () => {
      this.reason = select.value;
      this.load();
    } }, ["", ...this.reasons].map((reason) => make("option", { value: reason, text: reason || say("accounts.reason.all"), selected: reason === this.reason })));
    this.element.replaceChildren(
      make("div", { class: "heading" }, make("h2", { text: say("accounts.rejections") }), make("span", { class: "gap" }), select), this.listing.element);
    this.listing.render();
  }

  table(items) {
    return table(say("accounts.rejections"), ["facilities.time", "accounts.reason", "accounts.source", ""], items.map((item) => [
      time(item.receivedAt), make("span", {}, make("span", { class: "pill critical", text: item.reason }), make("span", { class: "line", text: item.detail })),
      item.source, button("accounts.bytes", () => this.bytes(item), { look: "bare bytes" }),
    ]), { none: "accounts.rejections.none" });
  }

  bytes(item) {
    const text = item.text ?? hex(item.base64 ?? "");
    const cut = text.length > mostShown;
    show(say("accounts.bytes"), make("p", { text: `${item.reason}: ${item.detail}` }), make("p", { class: "quiet small", text: item.source }),
      make("pre", { class: "raw", tabIndex: 0, text: visible(text.slice(0, mostShown)) }),
      cut ? make("p", { class: "quiet small", text: say("accounts.cut") }) : "");
  }
}

// Control characters, and those that turn the direction of writing, as their codes.
const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
  (character) => `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`);

// Bytes that are no text: their hexadecimal digits, and what of them can be read.
function hex(base64) {
  const bytes = [...atob(base64).slice(0, mostShown / 4)].map((character) => character.charCodeAt(0));
  const rows = [];
  for (let at = 0; at < bytes.length; at += rowBytes) {
    const row = bytes.slice(at, at + rowBytes);
    const digits = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
    rows.push(`${at.toString(16).padStart(6, "0")}  ${digits.padEnd(rowBytes * 3)} ${letters}`);
  }
  return rows.join("\n");
}
