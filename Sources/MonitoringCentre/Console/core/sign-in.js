// The way in: a name and a password, or an access key.
import { call } from "/api.js";
import { byId } from "/core/dom.js";
import { words } from "/core/dialogs.js";
import { say } from "/phrases.js";

export class SignIn {
  // `onSignedIn` is told the account.
  constructor(onSignedIn) {
    this.onSignedIn = onSignedIn;
    byId("sign-in-form").onsubmit = (event) => this.submit(event);
    byId("with-key").onclick = () => this.choose(true);
    byId("with-password").onclick = () => this.choose(false);
    this.choose(localStorage.getItem("sign-in") === "key");
  }

  choose(isKey) {
    this.isKey = isKey;
    localStorage.setItem("sign-in", isKey ? "key" : "password");
    byId("with-key").setAttribute("aria-pressed", String(isKey));
    byId("with-password").setAttribute("aria-pressed", String(!isKey));
    for (const [id, isShown] of [["key-field", isKey], ["name-field", !isKey], ["password-field", !isKey]]) {
      byId(id).hidden = !isShown;
      byId(id).querySelector("input").required = isShown;
    }
  }

  complain(text) {
    byId("sign-in-error").textContent = text;
  }

  async submit(event) {
    event.preventDefault();
    this.complain("");
    const [name, password, key] = ["name", "password", "key"].map((id) => byId(id).value.trim());
    const go = event.target.querySelector("[type=submit]");
    go.disabled = true;
    try {
      const account = await call("POST", "/session", this.isKey ? { key } : { name, password });
      byId("password").value = "";
      byId("key").value = "";
      await this.onSignedIn(account);
    } catch (problem) {
      const wrong = this.isKey ? "wrong-key" : "wrong-password";
      this.complain(problem.status === 401 ? say(wrong) : words(problem));
    } finally {
      go.disabled = false;
    }
  }
}
