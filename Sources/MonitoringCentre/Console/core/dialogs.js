// Questions and messages: a dialog that is answered or closed, and short notes in the corner.
import { button, byId, make } from "/core/dom.js";
import { say } from "/phrases.js";

const noteSeconds = { good: 5, critical: 15 };

// Asks with a form. `children` are its fields; `submit` is told the form's values and may throw what is then shown in the
// dialog. Answers what `submit` gave, or null where it was closed.
export function ask({ title, children, submit, action = "save", look = "primary" }) {
  return new Promise((resolve) => {
    const error = make("p", { class: "error", role: "alert" });
    const go = make("button", { type: "submit", class: look, text: say(action) });
    const form = make(
      "form", { method: "dialog" }, make("h2", { text: title }), ...children, error,
      make("div", { class: "buttons" }, button("cancel", () => dialog.close()), go));
    const dialog = make("dialog", { "aria-label": title }, form);
    let result = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      error.textContent = "";
      try {
        result = (await submit(Object.fromEntries(new FormData(form)))) ?? true;
        dialog.close();
      } catch (problem) {
        error.textContent = words(problem);
        go.disabled = false;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Shows something in a dialog that is only read.
export function show(title, ...children) {
  const dialog = make("dialog", { "aria-label": title }, make("div", { class: "stack" },
    make("h2", { text: title }), ...children,
    make("div", { class: "buttons" }, button("close", () => dialog.close()))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// A short note in the corner; `tone` is good, critical or nothing.
export function note(text, tone = "") {
  const item = make("div", { class: `toast ${tone}` }, make("span", { text }));
  item.append(button(null, () => item.remove(), { icon: "close", look: "bare", label: say("close") }));
  byId("toasts").append(item);
  setTimeout(() => item.remove(), (noteSeconds[tone] ?? 7) * 1000);
}

// What went wrong, in words.
export const words = (problem) => (problem.status === 0 ? say("no-server") : problem.message);
