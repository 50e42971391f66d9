// On every page of the desk: keep what is typed, and report failed requests.

import "./copying.js";
import "./counts.js";
import { isKept } from "./kept_forms.js";
import { signInAgain } from "./session.js";
import { say } from "./toast.js";
import { Saves } from "./viewer/saves.js";

// A form that is kept says itself what became of it; that a preview in it cannot be
// fetched is no news.
const speaks = (element) => isKept(element.closest("form"));

document.body.addEventListener("htmx:sendError", (event) => {
  if (speaks(event.detail.elt)) return;
  say("The server cannot be reached. What you typed is still here; try again.");
});

document.body.addEventListener("htmx:responseError", async (event) => {
  const { elt, xhr, requestConfig } = event.detail;
  if (isKept(elt) || (speaks(elt) && xhr.status === 401)) return;
  if (xhr.status === 401 && elt.matches("form:not(.capture-form), button")) {
    if (await signInAgain()) again(elt, requestConfig.triggeringEvent);
    return;
  }
  const answer = document.createElement("template");
  answer.innerHTML = xhr.responseText;
  const problem = answer.content.querySelector("[role=alert]");
  say(problem ? problem.textContent : "Something went wrong. What you typed is still here.");
});

// Do once more what was refused because the session had ended.
function again(element, trigger) {
  if (element.matches("form")) element.requestSubmit(trigger?.submitter);
  else htmx.trigger(element, trigger?.type ?? "click");
}

// Ask before leaving a page with unsaved text in a form that is not kept.
const ASKED_ABOUT = "form[data-keep='']";
let unsaved = false;

document.addEventListener("input", (event) => {
  const form = event.target.closest(ASKED_ABOUT);
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
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.matches(ASKED_ABOUT) && event.detail.xhr.status < 400) unsaved = false;
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

// Saves of the viewer that were not answered before its page was left are sent from here.
// What is refused is still in the viewer, as a draft at its place.
if (!document.querySelector("#sheets")) {
  const saves = new Saves();
  saves.onRefused = () => say("A mark was not saved before you left the page. What you typed is still in the report.");
  saves.resume();
}
