// What an administrator does to an account: each asks, calls the server, and answers whether something was done.
import { call } from "/api.js";
import { ask, note, show } from "/core/dialogs.js";
import { button, field, make } from "/core/dom.js";
import { nameOf } from "/facilities/parts.js";
import { say } from "/phrases.js";

const roles = ["viewer", "operator", "officer", "supervisor", "system"];
const path = (account) => `/v1/accounts/${encodeURIComponent(account.name)}`;

function roleFields(facilities, { role = "viewer", facilities: own = [] } = {}) {
  const select = make("select", { name: "role" }, roles.map((one) => make("option", { value: one, text: say(`role.${one}`), selected: one === role })));
  const known = new Set(facilities.map((facility) => facility.code));
  const all = [...facilities, ...own.filter((code) => !known.has(code)).map((code) => ({ code, name: code }))];
  const boxes = all.map((facility) => make("label", { class: "option" },
    make("input", { type: "checkbox", name: "facility", value: facility.code, checked: own.includes(facility.code) }),
    make("span", {}, nameOf(facility), " ", make("small", { class: "quiet", text: facility.code }))));
  const set = make("fieldset", { class: "facility-boxes" }, make("legend", { text: say("accounts.facilities") }),
    make("small", { class: "quiet", text: say("accounts.facilities.hint") }), make("div", {}, boxes));
  const judge = () => (set.hidden = select.value !== "operator");
  select.addEventListener("change", judge);
  judge();
  return {
    children: [field("accounts.role", select), set],
    chosen: () => (select.value === "operator" ? boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value) : []),
  };
}

const passwordField = (isRequired) => make("input", {
  name: "password", type: "password", autocomplete: "new-password", minLength: 12, required: isRequired,
});

export async function createAccount(facilities) {
  const { children, chosen } = roleFields(facilities);
  const made = await ask({
    title: say("accounts.make"), action: "accounts.make",
    children: [field("account.name", make("input", {
      name: "name", required: true, maxLength: 64, pattern: "[A-Za-z0-9._\\-]+", autocomplete: "off", autocapitalize: "none", spellcheck: false,
    })), ...children, field("accounts.password-optional", passwordField(false), { hint: "password.rule" })],
    submit: ({ name, role, password }) => call("POST", "/v1/accounts", {
      name, role, facilities: chosen(), ...(password ? { password } : {}),
    }),
  });
  if (made) showKey(made.account.name, made.key);
  return made;
}

export function editAccount(account, facilities) {
  const { children, chosen } = roleFields(facilities, account);
  const disabled = make("input", { type: "checkbox", name: "disabled", checked: account.disabled });
  return ask({
    title: `${say("accounts.edit")}: ${account.name}`,
    children: [...children, make("label", { class: "option" }, disabled, say("accounts.disable"))],
    submit: ({ role }) => call("PUT", path(account), { role, facilities: chosen(), disabled: disabled.checked }),
  });
}

export async function newKey(account) {
  const made = await ask({
    title: `${say("accounts.new-key")}: ${account.name}`, action: "accounts.new-key",
    children: [make("p", { text: say("accounts.new-key.sure") })],
    submit: () => call("POST", `${path(account)}/key`),
  });
  if (made) showKey(account.name, made.key);
  return made;
}

export async function changePassword(account) {
  const isDone = await ask({
    title: `${say("accounts.set-password")}: ${account.name}`,
    children: [field("password.new", passwordField(true), { hint: "password.rule" })],
    submit: ({ password }) => call("PUT", `${path(account)}/password`, { password }),
  });
  if (isDone) note(say("password.changed"), "good");
  return isDone;
}

export function deleteAccount(account) {
  return ask({
    title: `${say("accounts.delete")}: ${account.name}`, action: "accounts.delete", look: "danger",
    children: [make("p", { text: say("accounts.delete.sure", { name: account.name }) }),
      field("account.name", make("input", { name: "name", required: true, autocomplete: "off", spellcheck: false }))],
    submit: ({ name }) => {
      if (name.trim() !== account.name) throw new Error(say("accounts.delete.other", { name: account.name }));
      return call("DELETE", path(account));
    },
  });
}

// The key is shown this once: the server keeps only its digest.
function showKey(name, key) {
  const shown = make("input", { class: "new-key", readOnly: true, value: key, "aria-label": say("key"), onfocus: () => shown.select() });
  const copied = make("span", { class: "quiet", role: "status" });
  show(say("accounts.key-of", { name }), make("p", { text: say("accounts.key-once") }), shown,
    make("div", { class: "buttons" }, copied, button("accounts.copy", async () => {
      try {
        await navigator.clipboard.writeText(key);
        copied.textContent = say("accounts.copied");
      } catch {
        shown.select();
        copied.textContent = say("accounts.copy-by-hand");
      }
    }, { look: "copy" })));
}
