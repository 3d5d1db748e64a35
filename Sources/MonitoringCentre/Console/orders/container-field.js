// A field for a container number that says while one writes whether the number can be right.
import { make } from "/core/dom.js";
import { judged } from "/orders/container-number.js";
import { say } from "/phrases.js";

const tones = { form: "error", category: "error", digit: "error", good: "right" };
let fields = 0;

export function containerField(name = "container", value = "") {
  const id = `container-hint-${++fields}`;
  const hint = make("small", { id, class: "hint", role: "status" });
  const input = make("input", {
    name, value, required: true, autocomplete: "off", spellcheck: false, maxLength: 20, placeholder: "MSKU9070323",
    "aria-describedby": id,
  });
  const judge = () => {
    const { state, expected } = judged(input.value);
    hint.className = `hint ${tones[state] ?? "quiet"}`;
    hint.textContent = state === "partial" && expected !== null && expected !== undefined
      ? say("orders.number.next", { digit: expected }) : say(`orders.number.${state}`, { digit: expected ?? "" });
    input.dataset.state = state;
  };
  input.addEventListener("input", judge);
  judge();
  const element = make("label", { class: "field" }, make("span", { text: say("container") }), input, hint);
  return { element, input, judge, get number() { return judged(input.value).number; } };
}
