// The form beside a selection: claim, stance, note. Nothing typed in it is lost.
// The form that attaches a passage has only the place and works in the same way.

import { say } from "../toast.js";
import { ClaimBox } from "./claimbox.js";
import { bringIntoView, floatBeside } from "./floating.js";
import { randomId } from "./ids.js";

const PROBLEMS = {
  session: "Your session has ended. Sign in again in another tab, then save: all that you typed is still here.",
  network: "The server cannot be reached. All that you typed is still here; save again.",
};

export class Capture {
  constructor(box, sheets, spans) {
    Object.assign(this, { box, sheets, spans });
    this.place = null; // the place in the report: {boxes, …fields}
    this.onClosed = () => {};
    this.onMoved = () => {}; // called when the sides of a rectangle were typed
    if (!this.form) return;
    this.links = Boolean(this.form.elements.stance);
    if (this.links) this.claims = new ClaimBox(box);
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("input", (event) => this.#typed(event));
    box.addEventListener("htmx:afterSwap", () => this.#again());
    box.addEventListener("htmx:sendError", () => this.#problem(PROBLEMS.network));
    box.addEventListener("htmx:responseError", (event) => this.#refused(event.detail.xhr));
    document.body.addEventListener("session-ended", () => this.#problem(PROBLEMS.session));
    document.body.addEventListener("marks-changed", () => this.isOpen && this.close({ saved: true }));
  }

  get form() {
    return this.box.querySelector("form");
  }

  get isOpen() {
    return !this.box.hidden;
  }

  get isTouched() {
    if (!this.links) return false;
    const { claim_text: text, note, description } = this.form.elements;
    return Boolean(text.value.trim() || note.value.trim() || description.value.trim());
  }

  // Open it for words {start, end}, a rectangle {page, box} or a mark {passage}, beside
  // ``boxes``. What was typed for another place and not saved is kept.
  open(place, { focus = true } = {}) {
    if (!this.form) return say("This file of the report is to read only.");
    this.place = place;
    this.#fill(place);
    this.#float();
    if (focus) this.#focus();
  }

  // Keep the form open for a selection that has grown or moved.
  move(place) {
    if (!this.isOpen) return;
    this.place = place;
    this.#fill(place);
    this.#float();
  }

  close({ saved = false } = {}) {
    if (!this.isOpen) return;
    this.box.hidden = true;
    if (saved) this.#reset();
    this.place = null;
    this.onClosed();
    this.sheets.scroller.focus({ preventScroll: true });
  }

  choose(stance) {
    if (!this.links) return;
    const radio = this.form.querySelectorAll("[name=stance]")[stance];
    radio.checked = true;
    this.form.elements.claim_text.focus();
  }

  // Choose a claim in advance; the stance is still to be chosen.
  linkTo(claim, text) {
    if (!this.links) return;
    this.form.elements.claim.value = claim;
    this.form.elements.claim_text.value = text;
  }

  #fill({ start = "", end = "", page = "", box = [], passage = "", quote = "" }) {
    const fields = this.form.elements;
    const values = { start, end, page: box.length ? page : "", passage };
    for (const [name, value] of Object.entries(values)) fields[name].value = value;
    ["x0", "y0", "x1", "y1"].forEach((name, at) => (fields[name].value = box.length ? box[at].toFixed(1) : ""));
    this.#number(JSON.stringify([values, box]));
    this.box.querySelector("#chosen").textContent = quote;
    this.#showParts();
    this.#problem("");
  }

  // Each selection has its own id, so that it is saved once even if the answer is lost
  // and it is sent again; another selection is another act.
  #number(selected) {
    const { form_id: number } = this.form.elements;
    if (!number || selected === this.numbered) return;
    this.numbered = selected;
    number.value = randomId();
  }

  // Show only what fits the place: the sides of a rectangle, or buttons to extend a quote.
  #showParts() {
    const { start = "", box = [], passage } = this.place;
    if (this.links) this.box.querySelector("#mark-only").hidden = Boolean(passage);
    this.box.querySelector(".region-only").hidden = !box.length;
    this.box.querySelector(".text-only").hidden = start === "";
  }

  #float() {
    this.box.hidden = false;
    const { boxes } = this.place;
    const placed = floatBeside(this.box, this.sheets, boxes);
    const about = this.sheets.place(this.sheets.sheet(boxes[0].page), boxes[0].box).top;
    bringIntoView(this.sheets, placed, about);
  }

  #focus() {
    const chosen = this.form.querySelector("[name=stance]:checked");
    const first = chosen ?? this.form.querySelector("[name=stance], [type=submit]");
    first.focus({ preventScroll: true });
  }

  // The server sent the form again, with mistakes beside its fields.
  #again() {
    if (!this.place || !this.links) return;
    this.claims.attach();
    this.box.querySelector("#chosen").textContent = this.place.quote ?? "";
    this.#showParts();
    this.#float();
    const wrong = this.form.querySelector("[aria-invalid=true]") ?? this.form.querySelector("[name=stance]");
    wrong.focus({ preventScroll: true });
  }

  #reset() {
    if (!this.links) return;
    const { category } = this.form.elements;
    const kept = category.value; // the next claim is often of the same category
    this.form.querySelectorAll(".error").forEach((error) => (error.hidden = true));
    this.form.querySelectorAll("[name=stance]").forEach((radio) => (radio.checked = false));
    for (const name of ["claim", "claim_text", "note", "description"]) this.form.elements[name].value = "";
    category.value = kept;
    this.numbered = null;
    this.claims.reset();
  }

  #problem(message) {
    const line = this.box.querySelector("#capture-problem");
    if (!line) return;
    line.textContent = message;
    line.hidden = !message;
  }

  #refused(answer) {
    if (answer.status === 401) return this.#problem(PROBLEMS.session);
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    const said = page.querySelector("[role=alert], .lead")?.textContent.trim();
    return this.#problem(`${said ?? "That did not work."} All that you typed is still here.`);
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return this.form.requestSubmit(this.form.querySelector(".primary"));
    }
    const isStance = event.target.name === "stance";
    const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    const number = ["Digit1", "Digit2", "Digit3", "Digit4"].indexOf(event.code); // on a Mac, Alt + 1 is "¡"
    if (number >= 0 && (event.altKey || !typing)) {
      event.preventDefault();
      this.choose(number);
    } else if (isStance && event.key === "Enter") {
      event.preventDefault();
      this.form.elements.claim_text.focus();
    }
    return undefined;
  }

  #typed(event) {
    if (!["x0", "y0", "x1", "y1"].includes(event.target.name) || !this.place?.box) return;
    const box = ["x0", "y0", "x1", "y1"].map((name) => Number(this.form.elements[name].value));
    this.place.box = box;
    this.onMoved(this.place.page, box);
  }
}
