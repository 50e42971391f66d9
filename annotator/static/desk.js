// What every page of the desk does: keep what was typed, and say when a request fails.

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

// Leaving a page with unsaved text asks first.
let unsaved = false;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  unsaved = true;
  keepWhatItIsMadeFrom(form);
});

// A browser puts what was typed back when a page is loaded again. What the form was made
// from must come back with it, or it would seem to be made from what stands now. Hidden
// fields are put back if a script has set them.
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

// "/" leads to the box in which one searches, on this page or else for everything. The
// viewer has keys of its own.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select") || event.target.closest("dialog")) return;
  if (document.querySelector("#sheets")) return;
  event.preventDefault();
  const box = document.querySelector("main form[role=search] input[type=search]");
  if (box) box.focus();
  else location.assign("/search");
});
