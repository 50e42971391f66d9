// What a passage does to claims: one row for each, with its stance, claim, note and weight.
// The fields of the second and of later rows have a number behind their names.

import { ClaimBox } from "./claimbox.js";

const MOST = 8; // claims of one passage in one go; the server reads no more
const TYPED = ["claim_text", "note"];
const FIELDS = ["claim", "category", "load_bearing", ...TYPED];

class LinkRow {
  constructor(box) {
    this.box = box;
    this.suffix = box.dataset.row;
    this.claims = new ClaimBox(box, this.suffix);
  }

  field(name) {
    return this.box.querySelector(`[name="${name}${this.suffix}"]`);
  }

  all(name) {
    return [...this.box.querySelectorAll(`[name="${name}${this.suffix}"]`)];
  }

  get values() {
    const chosen = (name) => this.all(name).filter(({ checked }) => checked).map(({ value }) => value);
    const [stance = ""] = chosen("stance");
    const [asserter = "lab"] = chosen("asserted_by");
    const texts = Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
    return { ...texts, stance, asserted_by: asserter, models: chosen("models") };
  }

  set values({ stance, asserted_by: asserter, models, ...texts }) {
    for (const name of FIELDS) this.field(name).value = texts[name] ?? "";
    this.all("stance").forEach((radio) => (radio.checked = radio.value === stance));
    this.all("asserted_by").forEach((radio) => (radio.checked = radio.value === asserter));
    this.all("models").forEach((box) => (box.checked = models.includes(box.value)));
    this.claims.attachDetails();
  }

  get isTyped() {
    return TYPED.some((name) => this.field(name).value.trim());
  }

  get isEmpty() {
    return !this.isTyped && !this.values.stance;
  }

  // Whether nothing is missing in it.
  get isWhole() {
    const { stance, claim, category } = this.values;
    return Boolean(stance && claim && (claim !== "new" || category));
  }

  blank() {
    const models = this.all("models").map(({ value }) => value);
    const category = this.field("category").value; // the next claim is often of the same category
    this.values = { stance: "", asserted_by: "lab", models, category, load_bearing: "unknown" };
    this.claims.reset();
  }

  choose(stance) {
    this.all("stance")[stance].checked = true;
    this.field("claim_text").focus();
  }
}

export class LinkRows {
  constructor(box) {
    this.box = box;
    this.attach();
  }

  // Look up the rows; called again after the form was replaced.
  attach() {
    this.rows = [...this.box.querySelectorAll(".link-row")].map((row) => new LinkRow(row));
    this.#offer();
  }

  get first() {
    return this.rows[0];
  }

  get values() {
    const [first, ...more] = this.rows;
    return { ...first.values, more: more.filter((row) => !row.isEmpty).map((row) => row.values) };
  }

  set values({ more = [], ...first }) {
    this.rows.slice(1).forEach((row) => this.drop(row.box));
    this.first.values = first;
    for (const values of more) this.add().values = values;
  }

  // The links as they are drawn before they are saved.
  get links() {
    const filled = this.rows.filter((row) => !row.isEmpty).map(({ values }) => values);
    return filled.map(({ stance, claim, claim_text: text, category }) => ({ stance, claim, text, category, note: "" }));
  }

  get isTyped() {
    return this.rows.some((row) => row.isTyped);
  }

  get isEmpty() {
    return this.rows.every((row) => row.isEmpty);
  }

  get isWhole() {
    return this.first.isWhole && this.rows.every((row) => row.isWhole || row.isEmpty);
  }

  // The row in which an element is, or else the first.
  of(element) {
    return this.rows.find(({ box }) => box.contains(element)) ?? this.first;
  }

  add() {
    const numbers = this.rows.map(({ suffix }) => Number(suffix.slice(1)) || 1);
    const number = Math.max(...numbers) + 1;
    const template = this.box.querySelector("#another-claim");
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("-ROW", `-${number}`);
    const made = holder.querySelector(".link-row");
    this.rows[this.rows.length - 1].box.after(made);
    htmx.process(made);
    const row = new LinkRow(made);
    this.rows.push(row);
    this.#offer();
    return row;
  }

  drop(box) {
    this.rows = this.rows.filter((row) => row.box !== box);
    box.remove();
    this.#offer();
  }

  blank() {
    this.rows.slice(1).forEach((row) => this.drop(row.box));
    this.first.blank();
  }

  // Take words left in a box of claims as they are, before the form is sent.
  settle() {
    this.rows.forEach((row) => row.claims.settle());
  }

  #offer() {
    this.box.querySelector("[data-do=another-claim]").hidden = this.rows.length >= MOST;
  }
}
