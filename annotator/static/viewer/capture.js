// The form about a selection: claim, stance, note. What is typed in it is kept for its
// place, at every keystroke, and comes back only there.
// The form that attaches a passage has only the place and works in the same way.

import { dropDraft, findDraft, keepDraft } from "../drafts.js";
import { say } from "../toast.js";
import { Guard } from "./guard.js";
import { randomId } from "./ids.js";
import { LinkRows } from "./linkrows.js";

const SIDES = ["x0", "y0", "x1", "y1"];

export class Capture {
  constructor(box, { dock, saves, marks, sheets, prefix }) {
    Object.assign(this, { box, dock, saves, marks, sheets, prefix });
    this.place = null; // the place in the report: {boxes, …fields}
    this.onClosed = () => {};
    this.onMoved = () => {}; // called when the sides of a rectangle were typed
    if (!this.form) return;
    this.links = Boolean(this.form.elements.stance);
    if (this.links) this.rows = new LinkRows(box);
    if (this.links) this.guard = new Guard(sheets.scroller.dataset.address);
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("input", (event) => this.#typed(event));
    box.addEventListener("change", () => this.keep());
    // A button takes no focus when it is pressed: what closes with a field that loses it
    // would move the button from under the pointer.
    box.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    box.addEventListener("focusin", ({ target }) => target.closest(".link-row") && (this.at = target));
    box.addEventListener("submit", (event) => this.links && this.#submit(event));
  }

  get form() {
    return this.box.querySelector("form");
  }

  get isOpen() {
    return !this.box.hidden;
  }

  // Open it for words {start, end}, a rectangle {page, box} or a mark {passage}, whose
  // lines are ``boxes``.
  async open(place, { focus = true } = {}) {
    if (!this.form) return say("This file of the report is read-only.");
    if (this.links && this.place && keyOf(this.place) !== keyOf(place)) this.#blank();
    this.place = place;
    this.#fill(place);
    this.dock.place(this.box, place.boxes);
    if (focus) this.#focus();
    return this.links && this.#restore(place);
  }

  // Keep the form open for a selection that was extended: what was typed goes with it.
  async move(place) {
    if (!this.isOpen || keyOf(place) === keyOf(this.place)) return;
    const before = this.#draftOf(this.place);
    this.place = place;
    this.#fill(place);
    if (!this.links) return;
    await dropDraft(before);
    await this.keep();
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.place = null;
    if (this.links) this.#blank();
    this.guard?.clear();
    this.onClosed();
    this.sheets.scroller.focus({ preventScroll: true });
  }

  // Choose a claim in advance; the stance is still to be chosen.
  linkTo(claim, text) {
    if (!this.links) return;
    this.form.elements.claim.value = claim;
    this.form.elements.claim_text.value = text;
  }

  // A row for another claim, which is saved in the same act; or one row less.
  another() {
    this.rows.add().field("stance").focus({ preventScroll: true });
    this.rows.rows.at(-1).box.scrollIntoView({ block: "nearest" });
  }

  dropClaim(button) {
    this.rows.drop(button.closest(".link-row"));
    this.form.querySelector("[data-do=another-claim]").focus({ preventScroll: true });
    this.keep();
  }

  // Copy printed words into the note that is being written.
  note(words) {
    const field = this.rows.of(this.at).field("note");
    const before = field.value.trimEnd();
    field.value = before ? `${before} ${words}` : words;
    field.focus({ preventScroll: true });
    this.keep();
  }

  // What was sent needs mending: the form as it came back, with what is wrong.
  async again(place, html) {
    if (!this.isOpen || keyOf(this.place) !== keyOf(place)) await this.open(place, { focus: false });
    this.form.outerHTML = html;
    htmx.process(this.box);
    this.rows.attach();
    this.#fill(this.place);
    const wrong = this.form.querySelector("[aria-invalid=true]") ?? this.form.querySelector("[name=stance]");
    wrong.focus({ preventScroll: true });
    if (this.rows.of(wrong) !== this.rows.first) wrong.scrollIntoView({ block: "nearest" });
  }

  // Nothing of this place waits to be saved any more.
  saved(place) {
    return dropDraft(this.#draftOf(place));
  }

  async keep() {
    if (!this.links || !this.place) return;
    const draft = this.#draftOf(this.place);
    const { form_id: id, description } = this.form.elements;
    const values = { ...this.rows.values, form_id: id.value, description: description.value };
    if (!this.rows.isEmpty || description.value.trim()) await keepDraft(draft, values);
    else await dropDraft(draft);
  }

  #draftOf(place) {
    return `${this.prefix}${keyOf(place)}`;
  }

  async #restore(place) {
    if (this.saves.hasWaiting((about) => about.place && keyOf(about.place) === keyOf(place))) return; // being saved
    const draft = await findDraft(this.#draftOf(place));
    const { form_id: id, description } = this.form.elements;
    if (!draft || this.place !== place || this.rows.isTyped || description.value) return;
    const { form_id: sent, description: shows = "", ...links } = draft.values;
    [id.value, description.value] = [sent, shows];
    this.rows.values = links;
    const restored = this.box.querySelector("#restored");
    restored.hidden = false;
    restored.querySelector("time").textContent = new Date(draft.at).toLocaleTimeString([], { timeStyle: "short" });
  }

  // Drop what was restored, and begin anew.
  discard() {
    dropDraft(this.#draftOf(this.place));
    this.#blank();
    this.#fill(this.place);
    this.#focus();
  }

  #fill({ start = "", end = "", page = "", box = [], passage = "", quote = "" }) {
    const fields = this.form.elements;
    const values = { start, end, page: box.length ? page : "", passage };
    for (const [name, value] of Object.entries(values)) fields[name].value = value;
    SIDES.forEach((name, at) => (fields[name].value = box.length ? box[at].toFixed(1) : ""));
    this.box.querySelector("#chosen").textContent = quote;
    const around = this.box.querySelector("#around");
    if (around) this.guard.about(around, this.place);
    this.#showParts();
  }

  // Show only what fits the place: the sides of a rectangle, or buttons to extend a quote.
  #showParts() {
    const { start = "", box = [], passage } = this.place;
    if (this.links) this.box.querySelector("#mark-only").hidden = Boolean(passage);
    this.box.querySelector(".region-only").hidden = !box.length;
    this.box.querySelector(".text-only").hidden = start === "";
  }

  #focus() {
    const chosen = this.form.querySelector("[name=stance]:checked");
    const first = chosen ?? this.form.querySelector("[name=stance], [type=submit]");
    first.focus({ preventScroll: true });
  }

  #blank() {
    this.form.querySelectorAll(".error").forEach((error) => error.remove());
    this.form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    this.form.elements.description.value = "";
    this.form.elements.form_id.value = randomId();
    this.box.querySelector("#restored").hidden = true;
    this.rows.blank();
  }

  // Draw the mark, close the form and send it; if something is missing, the form stays
  // until the server has said what.
  #submit(event) {
    event.preventDefault();
    this.rows.settle();
    const fields = [...new FormData(this.form, event.submitter)];
    const { place } = this;
    const about = { what: "capture", place: { ...place }, drawn: null };
    if (this.#isWhole(event.submitter)) {
      about.drawn = this.#draw(place, event.submitter.value);
      this.keep();
      this.close();
    }
    this.saves.send(this.form.getAttribute("action"), fields, about);
    if (this.links) this.form.elements.form_id.value = randomId();
  }

  #isWhole(submitter) {
    return submitter?.value === "mark" || this.rows.isWhole;
  }

  #draw(place, how) {
    const description = this.form.elements.description.value;
    const links = how === "mark" ? [] : this.rows.links;
    const known = place.passage ? this.marks.get(place.passage) : null;
    const pages = {};
    for (const { page, box } of place.boxes) (pages[page] ??= []).push(box);
    const mark = known
      ? { ...known, links: [...known.links, ...links], pending: true }
      : {
          id: `new-${randomId()}`,
          kind: place.box?.length ? "region" : "quote",
          words: place.box?.length ? description : place.quote,
          pages,
          links,
          review: false,
          author: "",
          pending: true,
        };
    this.marks.draw(mark);
    return { id: mark.id, before: known };
  }

  #key(event) {
    const { target } = event;
    const row = this.links ? this.rows.of(target) : null;
    const isStance = row?.all("stance").includes(target);
    const typing = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    const number = ["Digit1", "Digit2", "Digit3", "Digit4"].indexOf(event.code); // on a Mac, Alt + 1 is "¡"
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || (target.matches("textarea") && !event.shiftKey))) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector(".primary"));
    } else if (row && number >= 0 && (event.altKey || !typing)) {
      event.preventDefault();
      row.choose(number);
      this.keep();
    } else if (isStance && event.key === "Enter" && !row.field("claim").value) {
      event.preventDefault();
      row.field("claim_text").focus();
    } else if (isStance && event.key === "Enter") {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector(".primary"));
    }
  }

  #typed(event) {
    this.keep();
    if (!SIDES.includes(event.target.name) || !this.place?.box) return;
    const box = SIDES.map((name) => Number(this.form.elements[name].value));
    this.place = { ...this.place, box, boxes: [{ page: this.place.page, box }] };
    this.onMoved(this.place.page, box);
  }
}

// What tells one place from another.
export function keyOf({ start, end, page, box = [], passage }) {
  if (passage) return `passage ${passage}`;
  return box.length ? `region ${page} ${box.map((side) => side.toFixed(1)).join(" ")}` : `words ${start} ${end}`;
}
