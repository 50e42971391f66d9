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
  if (event.target.closest("form[data-keep]")) unsaved = true;
});
document.addEventListener("submit", () => {
  unsaved = false;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
