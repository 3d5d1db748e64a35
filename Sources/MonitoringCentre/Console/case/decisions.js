// What an officer decides of a whole case: to close or cancel the transit, to hold or release the container.
import { call } from "/api.js";
import { ask } from "/core/dialogs.js";
import { field, make } from "/core/dom.js";
import { say } from "/phrases.js";

const clearanceStatuses = ["released", "held", "scan", "inspection", "revoked"];

// Asks for the reason and ends the transit; `how` is close or cancel.
export function endTransit(transit, how) {
  const reason = make("textarea", { name: "reason", required: true, maxLength: 500 });
  return ask({
    title: say(`case.${how}-title`, { transit: transit.transit }), action: `case.${how}`,
    look: how === "cancel" ? "danger" : "primary",
    children: [
      make("p", { class: "quiet", text: say(`case.${how}-hint`) }), field("case.reason", reason, { wide: true }),
    ],
    submit: ({ reason }) => call("POST", `/v1/transits/${encodeURIComponent(transit.transit)}/${how}`, { reason: reason.trim() }),
  });
}

// Asks for a decision on a declaration that concerns the container.
export function decideClearance({ number, declaration, status = "held" }) {
  const choice = make("select", { name: "status" }, ...clearanceStatuses.map((one) =>
    make("option", { value: one, text: say(`case.clearance.${one}`), selected: one === status })));
  const reason = make("textarea", { name: "reason", maxLength: 500 });
  const needed = () => (reason.required = choice.value !== "released");
  choice.addEventListener("change", needed);
  needed();
  return ask({
    title: say("case.clearance-title", { container: number }), action: "save",
    children: [
      field("case.declaration", make("input", { name: "declaration", required: true, value: declaration ?? "",
        autocapitalize: "characters" })),
      field("case.decision", choice), field("case.reason", reason),
    ],
    submit: ({ declaration, status, reason }) =>
      call("PUT", `/v1/clearances/${encodeURIComponent(declaration.trim())}`, {
        containers: [number], status, ...(reason.trim() ? { reason: reason.trim() } : {}),
      }),
  });
}
