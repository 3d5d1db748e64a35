// What the server refused, told at the field that it names.
import { words } from "/core/dialogs.js";
import { make } from "/core/dom.js";

// Forgets what was said before.
export function forget(form) {
  for (const note of form.querySelectorAll(".field-problem")) note.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

// A problem's detail begins with the field: “origin: no zone …”, “seal S1 is in …”, “containers[2] is …”.
export function tell(form, problem, error) {
  const name = /^(\w+)/.exec(problem.message)?.[1];
  const control = name && form.elements[name];
  if (problem.status === 0 || !control) {
    error.textContent = words(problem);
    return;
  }
  const note = make("small", { class: "error field-problem", role: "alert", text: problem.message });
  control.setAttribute("aria-invalid", "true");
  control.closest(".field").append(note);
  control.focus();
}
