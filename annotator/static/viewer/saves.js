// Saves, one after the other. Each carries an id of its own, so that it is made once
// however often it is sent; what was not answered is kept in the browser and sent again,
// also after the page was closed.

import { dropDraft, keepDraft, listDrafts } from "../drafts.js";
import { headers, refreshTokens, signInAgain } from "../session.js";
import { randomId } from "./ids.js";

const PREFIX = "saves/"; // of the places of saves in drafts.js
const TRIES = 3; // answers in trouble after which a save lets those after it go first
const PAUSES = [1000, 2000, 4000, 8000, 15_000]; // milliseconds before the next attempt

export class Saves {
  // ``report`` is whose saves these are, "" those of every report; ``state`` is the
  // element that says whether all is saved, if there is one.
  constructor(report = "", state = null) {
    Object.assign(this, { state, prefix: report ? `${PREFIX}${report}/` : PREFIX });
    this.queue = [];
    this.onSaved = () => {}; // (save, answer as data)
    this.onRefused = () => {}; // (save, HTML): something in it needs mending
    this.failures = 0;
    addEventListener("online", () => this.#now());
    addEventListener("beforeunload", (event) => this.queue.length && !this.isKept && event.preventDefault());
  }

  // Send a form's fields [[name, value], …]; ``about`` comes back with the answer.
  async send(address, fields, about = {}) {
    const named = fields.some(([name]) => name === "form_id") ? fields : [...fields, ["form_id", randomId()]];
    const id = named.find(([name]) => name === "form_id")[1];
    const save = { id, place: this.prefix + id, address, fields: named, about, at: Date.now() };
    this.queue.push(save);
    this.#say();
    await this.#keep(save);
    this.#work();
  }

  // Send what was not answered when the page was closed.
  async resume() {
    const left = await listDrafts(this.prefix);
    const known = new Set(this.queue.map(({ id }) => id));
    const saves = left.map(({ place, values }) => ({ ...values, place })).filter(({ id }) => !known.has(id));
    saves.sort((a, b) => a.at - b.at);
    this.queue.unshift(...saves);
    if (saves.length) this.#work();
  }

  // Whether one of the saves that are not answered yet is about something.
  hasWaiting(is) {
    return this.queue.some(({ about }) => is(about));
  }

  retry() {
    this.failures = 0;
    this.#now();
  }

  async #keep(save) {
    this.isKept = await keepDraft(save.place, save);
  }

  #now() {
    clearTimeout(this.timer);
    this.timer = null;
    this.#work();
  }

  async #work() {
    if (this.isWorking || this.timer || !this.queue.length) return;
    this.isWorking = true;
    this.#say();
    const [save] = this.queue;
    const answer = await this.#post(save);
    this.isWorking = false;
    if (answer === null || answer.status >= 500) return this.#later(answer && save);
    this.failures = 0;
    this.queue.shift();
    await dropDraft(save.place);
    if (answer.ok) this.onSaved(save, await answer.json());
    else this.onRefused(save, await answer.text(), answer.status);
    this.#say();
    return this.#work();
  }

  // The answer, or null if there is none yet: the network or the server is away, or the
  // session has ended and was not begun again.
  async #post({ address, fields }) {
    // "keepalive": a save goes through even if its page is left at once.
    const post = () =>
      fetch(address, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { ...headers(), "HX-Request": "true" },
        keepalive: true,
      });
    try {
      let answer = await post();
      if (answer.status === 400 && (await refreshTokens())) answer = await post();
      if (answer.status === 401 && (await signInAgain())) answer = await post();
      return isOurs(answer) || answer.status === 500 ? answer : null;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch says so when there is no network
      return null;
    }
  }

  // What the server has trouble with is never dropped, but others need not wait for it.
  #later(troubled) {
    if (troubled) troubled.tries = (troubled.tries ?? 0) + 1;
    if (troubled?.tries >= TRIES) this.queue.push(this.queue.shift());
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.#now(), pause);
    this.#say();
  }

  #say() {
    if (!this.state) return;
    const kept = this.isKept === false ? "" : " It is kept on this computer and will be sent again.";
    const failed = this.failures > 0 && this.queue.length > 0;
    this.state.dataset.state = failed ? "failed" : this.queue.length ? "saving" : "saved";
    this.state.querySelector(".said").textContent = failed ? "Not saved" : this.queue.length ? "Saving …" : "Saved";
    this.state.title = failed ? `The server is not responding.${kept}` : "";
    this.state.querySelector("button").hidden = !failed;
  }
}

// Whether the server has decided: that somebody must sign in, that it is in trouble, or a
// page of some other network on the way, is no answer to a save.
function isOurs(answer) {
  if (answer.ok) return answer.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  return answer.status !== 401 && answer.status < 500;
}
