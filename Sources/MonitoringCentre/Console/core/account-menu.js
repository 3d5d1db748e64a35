// Who is signed in, the change of their password, and the way out.
import { call } from "/api.js";
import { ask } from "/core/dialogs.js";
import { button, field, icon, make } from "/core/dom.js";
import { say } from "/phrases.js";

export class AccountMenu {
  constructor(element, { signedOut, note }) {
    this.element = element;
    this.signedOut = signedOut;
    this.note = note;
    document.addEventListener("click", (event) => {
      if (this.menu && !element.contains(event.target)) this.close();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  render(account) {
    this.close();
    this.element.replaceChildren();
    if (!account) return;
    this.opener = make("button", { type: "button", class: "bare", "aria-haspopup": "true", "aria-expanded": "false" },
      icon("person"), make("span", { class: "wide-only", text: account.name }));
    this.opener.setAttribute("aria-label", account.name);
    this.opener.onclick = () => (this.menu ? this.close() : this.open(account));
    this.element.append(this.opener);
  }

  open(account) {
    this.menu = make("div", { class: "menu" },
      make("p", { text: `${account.name} · ${say(`role.${account.role}`)}` }),
      button("password.change", () => this.changePassword()),
      button("keyboard", () => document.dispatchEvent(new CustomEvent("keyboard-help"))),
      button("sign-out", () => this.signOut()));
    this.element.append(this.menu);
    this.opener.setAttribute("aria-expanded", "true");
    this.menu.querySelector("button").focus();
  }

  close() {
    this.menu?.remove();
    this.menu = null;
    this.opener?.setAttribute("aria-expanded", "false");
  }

  async changePassword() {
    this.close();
    const control = (name, complete) =>
      make("input", { type: "password", name, required: true, autocomplete: complete, minLength: name === "new" ? 12 : 1 });
    const isChanged = await ask({
      title: say("password.change"),
      children: [
        field("password.old", control("old", "current-password")),
        field("password.new", control("new", "new-password"), { hint: "password.rule" }),
      ],
      submit: (values) => call("PUT", "/session/password", values),
    });
    if (isChanged) this.note(say("password.changed"), "good");
  }

  async signOut() {
    try {
      await call("DELETE", "/session");
    } catch {
      // It may have ended already.
    }
    this.signedOut();
  }
}
