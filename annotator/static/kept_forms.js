// The forms of the page in which somebody writes: each is kept, and sent in place.

import { dropDraft } from "./drafts.js";
import { JUST_SAVED, KeptForm } from "./kept_form.js";
import { goOn } from "./save.js";

const FORMS = "form[data-keep]:not([data-keep=''])";
const kept = new Map(); // by place

export const isKept = (form) => Boolean(form?.matches?.(FORMS));

function of(form) {
  return isKept(form) ? kept.get(form.dataset.keep) : undefined;
}

// Keep the forms in a part of the page that was added.
function add(part) {
  for (const form of [part, ...part.querySelectorAll(FORMS)].filter(isKept)) {
    const before = of(form);
    if (before?.form === form) continue;
    const isAgain = before?.isSaving; // the server sends it again with what is wrong
    kept.set(form.dataset.keep, new KeptForm(form, isAgain ? before : null));
  }
}

document.addEventListener("input", (event) => of(event.target.form)?.keep());
document.addEventListener("change", (event) => of(event.target.form)?.keep());

document.addEventListener("submit", (event) => {
  const form = of(event.target);
  if (!form || form.isHtmx || event.submitter?.getAttribute("formmethod") === "get") return;
  if ("asBrowser" in event.target.dataset) return;
  event.preventDefault();
  form.save(event.submitter);
});

// “Take theirs, drop mine”
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".clash a.button");
  const form = of(link?.closest("form"));
  if (!form) return;
  event.preventDefault();
  form.isKept = null;
  await dropDraft(form.key);
  goOn(link.href);
});

// Forms that htmx sends

document.body.addEventListener("htmx:confirm", async (event) => {
  const form = of(event.detail.elt);
  if (!form) return;
  event.preventDefault();
  if (form.isSaving) return;
  await form.prepare(event.detail.triggeringEvent?.submitter);
  event.detail.issueRequest(true);
});

document.body.addEventListener("htmx:configRequest", (event) => {
  const form = of(event.detail.elt);
  if (form) event.detail.headers["Save-Id"] = form.sent.id;
});

document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = of(event.detail.elt);
  if (form && event.detail.xhr.status !== 422) form.answered(event.detail.xhr);
});

document.body.addEventListener("htmx:load", (event) => add(event.detail.elt));

// The page goes

function flush() {
  for (const form of kept.values()) form.flush();
}
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
window.addEventListener("pagehide", flush);
window.addEventListener("beforeunload", (event) => {
  flush();
  if ([...kept.values()].some((form) => form.isUnkept && form.form.isConnected)) event.preventDefault();
});

add(document.body);
sessionStorage.removeItem(JUST_SAVED); // it is told once
