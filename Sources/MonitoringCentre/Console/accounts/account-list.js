// Who may use the system: each account with its role, where it is kept, when it was last seen.
import { call } from "/api.js";
import { button, icon, make } from "/core/dom.js";
import { changePassword, createAccount, deleteAccount, editAccount, newKey } from "/accounts/account-dialogs.js";
import { failed, loading, table } from "/facilities/parts.js";
import { number, say, time } from "/phrases.js";

export class AccountList {
  constructor(context) {
    this.context = context;
    this.element = make("div");
    this.facilities = [];
    this.render();
  }

  async load() {
    const [accounts, facilities] = await Promise.allSettled([call("GET", "/v1/accounts"), call("GET", "/v1/facilities")]);
    if (facilities.status === "fulfilled") this.facilities = facilities.value.items;
    this.items = accounts.value?.items ?? this.items;
    this.problem = accounts.reason ?? null;
    if (this.problem?.status === 401) this.context.fail(this.problem);
    this.render();
  }

  render() {
    const { items, problem } = this;
    this.element.replaceChildren(...[
      make("div", { class: "heading" }, make("h2", { text: say("accounts.all") }),
        items ? make("span", { class: "pill", text: number(items.length, 0) }) : null, make("span", { class: "gap" }),
        button("accounts.make", () => this.act(createAccount(this.facilities)), { icon: "plus", look: "primary make" })),
      problem ? failed(problem) : null,
      items ? this.table() : problem ? null : loading(),
      make("p", { class: "quiet small note-file", text: say("accounts.file-why") }),
    ].filter(Boolean));
  }

  // Does what a dialog did, then shows what has become of it.
  async act(done) {
    if (await done) await this.load();
  }

  table() {
    return table(say("accounts.all"),
      ["account.name", "accounts.role", "accounts.facilities", "accounts.ways", "accounts.seen", "#accounts.sessions", "accounts.kept", ""],
      this.items.map((account) => Object.assign([
        make("span", {}, make("span", { class: "strong", text: account.name }),
          account.name === this.context.account?.name ? make("small", { class: "quiet line", text: say("accounts.you") }) : null,
          account.disabled ? make("span", { class: "pill critical disabled", text: say("accounts.disabled") }) : null),
        say(`role.${account.role}`), account.facilities.join(", ") || "–",
        [account.hasKey ? say("accounts.has-key") : null, account.hasPassword ? say("accounts.has-password") : null].filter(Boolean).join(", ") || "–",
        account.lastSeenAt ? time(account.lastSeenAt) : "–", number(account.sessions, 0),
        make("span", {}, make("span", { class: "pill" }, account.origin === "file" ? icon("lock") : null, say(`accounts.origin.${account.origin}`)),
          account.changedAt ? make("small", { class: "quiet line", text: say("accounts.changed", { time: time(account.changedAt), by: account.changedBy ?? "" }) }) : null),
        account.origin === "file" ? make("span", { class: "quiet small", text: say("accounts.read-only") }) : this.actions(account),
      ], { data: account.name })));
  }

  actions(account) {
    const labelled = (phrase) => `${say(phrase)}: ${account.name}`;
    return make("span", { class: "buttons" },
      button(null, () => this.act(editAccount(account, this.facilities)), { icon: "edit", look: "bare edit", label: labelled("accounts.edit") }),
      button(null, () => this.act(newKey(account)), { icon: "lock", look: "bare new-key", label: labelled("accounts.new-key") }),
      button(null, () => this.act(changePassword(account)), { icon: "person", look: "bare set-password", label: labelled("accounts.set-password") }),
      button(null, () => this.act(deleteAccount(account)), { icon: "trash", look: "bare delete", label: labelled("accounts.delete") }));
  }
}
