// On every page of the desk: guard unsaved text, and report failed requests.

import { say } from "./toast.js";

document.body.addEventListener("htmx:sendError", () => {
  say("The server cannot be reached. What you typed is still here; try again.");
});

document.body.addEventListener("htmx:responseError", (event) => {
  const answer = document.createElement("template");
  answer.innerHTML = event.detail.xhr.responseText;
  const problem = answer.content.querySelector("[role=alert]");
  say(problem ? problem.textContent : "That did not work. What you typed is still here.");
});

// Ask before leaving a page with unsaved text.
let unsaved = false;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  unsaved = true;
  keepWhatItIsMadeFrom(form);
});

// On reload, a browser restores what was typed. The version that the form was made from
// must be restored too, or the form would seem to be made from the current one. Browsers
// restore a hidden field only if a script has set it.
function keepWhatItIsMadeFrom(form) {
  for (const hidden of form.querySelectorAll("[name=seen], [name=form_id]")) hidden.value = String(hidden.value);
}
document.addEventListener("submit", () => {
  unsaved = false;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// "/" focuses the search box of this page, or else the box that searches everything. The
// viewer has its own keys.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select") || event.target.closest("dialog")) return;
  if (document.querySelector("#sheets")) return;
  event.preventDefault();
  const box = document.querySelector("main form[role=search] input[type=search]");
  if (box) box.focus();
  else location.assign("/search");
});
