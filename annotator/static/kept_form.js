// A form whose words are not lost: they are kept as they are typed, put back when the form
// is opened again, and forgotten when the server has confirmed that they are saved.

import { dropDraft, findDraft, keepDraft, listDrafts } from "./drafts.js";
import { fill, given, isSame, typed } from "./form_values.js";
import { SaveState } from "./save_state.js";
import { contents, goOn, isSaved, problemOf, send, SIGNED_OUT, UNREACHABLE } from "./save.js";
import { signInAgain } from "./session.js";
import { randomId } from "./viewer/ids.js";

const LONGEST_WAIT = 1000; // milliseconds: a save does not wait longer for its draft
const MADE_FROM = ["seen", "form_id"]; // hidden fields: the version, and the number
export const JUST_SAVED = "just saved"; // what the page before has saved, for this tab

export class KeptForm {
  // ``before`` is the same form as it was, when the server has sent it again.
  constructor(form, before = null) {
    this.form = form;
    this.place = form.dataset.keep;
    this.state = new SaveState(form, { retry: () => this.retry() });
    this.base = before?.base ?? given(form); // what is saved
    this.madeFrom = this.#madeFrom();
    this.isKept = null; // unknown, or nothing was typed
    this.waiting = new AbortController();
    form.autocomplete = "off"; // or the browser would put older words back itself
    if (before) this.#takeOver(before);
    else this.#begin();
  }

  get isHtmx() {
    return this.form.hasAttribute("hx-post");
  }

  get isUnkept() {
    return this.isKept === false;
  }

  // Keeping

  // Keep what stands in the form now. While one version is written, the next ones wait.
  keep() {
    this.waiting.abort(); // no older draft is put over what is typed
    this.hasChanged = true;
    this.writing ??= this.#write();
    return this.writing;
  }

  // Keep it without waiting for anything: the page goes.
  flush() {
    if (this.hasChanged || this.writing) keepDraft(this.key, this.#draft());
  }

  async #write() {
    while (this.hasChanged) {
      this.hasChanged = false;
      const isUnchanged = isSame(typed(this.form), this.base);
      if (isUnchanged) await dropDraft(this.key);
      this.isKept = isUnchanged ? null : await keepDraft(this.key, this.#draft());
    }
    this.writing = null;
    if (this.isSaving) return;
    if (this.isKept === null) this.state.nothing();
    else this.state.typed(this);
  }

  #draft() {
    return { fields: typed(this.form), madeFrom: this.#madeFrom(), sent: this.sent };
  }

  #madeFrom() {
    const hidden = MADE_FROM.map((name) => this.form.elements[name]).filter(Boolean);
    return Object.fromEntries(hidden.map((field) => [field.name, field.value]));
  }

  // Finding what was typed before

  async #begin() {
    this.key = `${this.place}#${randomId()}`; // two tabs do not write over each other
    hold(this.key, {});
    const saved = JSON.parse(sessionStorage.getItem(JUST_SAVED));
    if (saved?.place === this.place) this.state.saved(new Date(saved.at));
    if (!isSame(typed(this.form), given(this.form))) await this.keep(); // typed before this ran
    for (const { place } of await listDrafts(`${this.place}#`)) {
      if (this.waiting.signal.aborted) return;
      await this.#consider(place);
    }
  }

  // Put a draft into the form, once no tab holds it: that of a tab that is open is its own.
  async #consider(key) {
    const { signal } = this.waiting;
    const letGo = await hold(key, { ifAvailable: true });
    if (letGo) await this.#restore(key, letGo);
    else hold(key, { signal }).then((later) => later && this.#restore(key, later));
  }

  async #restore(key, letGo) {
    const draft = await findDraft(key);
    const { fields, madeFrom, sent } = draft?.values ?? {};
    if (!draft || isSame(fields, this.base) || (isSame(fields, sent?.fields) && (await isSaved(sent.id)))) {
      await dropDraft(key);
      return letGo();
    }
    if (this.waiting.signal.aborted) return letGo(); // it waits for the next time
    this.waiting.abort();
    Object.assign(this, { key, sent, isKept: true });
    this.#put(fields, madeFrom);
    this.form.closest("details")?.setAttribute("open", "");
    this.state.typed(this);
    this.state.restored(draft.at, {
      discard: () => this.#discard(),
      undo: () => this.#put(fields, madeFrom),
    });
  }

  #discard() {
    this.#put(this.base, this.madeFrom);
  }

  #put(fields, madeFrom) {
    fill(this.form, fields);
    for (const [name, value] of Object.entries(madeFrom)) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
    for (const text of this.form.querySelectorAll("textarea[hx-post]")) htmx.trigger(text, "input"); // its preview
    this.keep();
  }

  // The server has sent the form again, with what is wrong with it.
  #takeOver(before) {
    Object.assign(this, { key: before.key, isKept: before.isKept, sent: null });
    before.waiting.abort();
    this.keep();
    this.form.querySelector(".clash, [aria-invalid=true], [role=alert]")?.scrollIntoView({ block: "nearest" });
    this.form.querySelector("[aria-invalid=true], .clash button")?.focus({ preventScroll: true });
  }

  // Saving

  async save(submitter) {
    if (this.isSaving) return;
    const sent = await this.prepare(submitter);
    const { next, page, problem } = await send(this.form, submitter, sent);
    if (next) return this.#leave(next);
    if (page && this.#showAgain(page)) return undefined;
    this.fail(problem);
    if (page) this.#sendAsBrowser(submitter); // it was refused with a page of its own
    return undefined;
  }

  // Note what is sent, so that it can be asked for later whether it is saved: the same
  // contents are the same save, however often they are sent.
  async prepare(submitter) {
    const data = contents(this.form, submitter);
    this.#saving(true);
    this.submitter = submitter;
    if (this.sent?.contents !== String(data)) {
      this.sent = { id: randomId(), contents: String(data), fields: typed(this.form) };
    }
    await Promise.race([this.keep(), new Promise((done) => setTimeout(done, LONGEST_WAIT))]);
    return { id: this.sent.id, data };
  }

  #saving(isSaving) {
    this.isSaving = isSaving;
    if (isSaving) this.state.saving();
    for (const text of this.form.querySelectorAll("textarea, input:not([type=hidden])")) text.readOnly = isSaving;
  }

  retry() {
    if (this.submitter?.isConnected) this.form.requestSubmit(this.submitter);
    else this.form.requestSubmit();
  }

  fail(problem = "") {
    this.#saving(false);
    this.state.failed(problem, this);
  }

  // The server has confirmed the save.
  async confirm() {
    this.isSaving = false;
    if (isSame(typed(this.form), this.sent.fields)) {
      await dropDraft(this.key);
      this.isKept = null;
      this.hasChanged = false;
    }
  }

  // The next page says that it is saved, or it would be told twice.
  async #leave(next) {
    await this.confirm();
    sessionStorage.setItem(JUST_SAVED, JSON.stringify({ place: this.place, at: Date.now() }));
    goOn(next);
  }

  #showAgain(page) {
    const again = [...page.querySelectorAll("form[data-keep]")].find((form) => form.dataset.keep === this.place);
    if (!again) return false;
    const here = new Set([...document.querySelectorAll("[role=alert]")].map((line) => line.textContent));
    const lines = [...page.querySelectorAll("main [role=alert]")].filter((line) => !line.closest("form") && !here.has(line.textContent));
    again.prepend(...lines);
    this.form.replaceWith(document.adoptNode(again));
    htmx.process(again);
    htmx.trigger(again, "htmx:load", { elt: again }); // so that it is kept
    return true;
  }

  #sendAsBrowser(submitter) {
    this.form.dataset.asBrowser = "";
    this.form.requestSubmit(submitter);
  }

  // Answers to htmx

  async answered({ status, responseText }) {
    if (status === 401) {
      this.fail(SIGNED_OUT);
      if (await signInAgain()) this.retry();
    } else if (status === 0) {
      this.fail(UNREACHABLE);
    } else if (status < 400) {
      await this.confirm();
    } else {
      this.fail(problemOf(new DOMParser().parseFromString(responseText, "text/html")));
    }
  }
}

// Hold a draft as long as this page lives, so that no other tab takes it. Return what lets
// it go, or null if it is not to be had. Without TLS browsers have no locks: then it is had.
function hold(key, options) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((done) => {
    const held = (lock) => {
      if (!lock) return done(null);
      return new Promise((letGo) => done(letGo));
    };
    navigator.locks.request(`draft ${key}`, options, held).catch((error) => {
      if (error.name !== "AbortError") throw error;
      done(null);
    });
  });
}
