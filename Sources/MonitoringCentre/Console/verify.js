// The sign-in on the page that a scanned code opens: then the page itself is asked again.
import { call } from "/api.js";

document.getElementById("sign-in").onsubmit = async (event) => {
  event.preventDefault();
  const wrong = document.getElementById("wrong-key");
  wrong.hidden = true;
  try {
    await call("POST", "/session", { key: document.getElementById("key").value });
    location.reload();
  } catch {
    wrong.hidden = false;
  }
};
