// Find in the report: every hit is drawn; Enter goes to the next.

import { keepFind } from "./places.js";

export class Find {
  constructor(part, { sheets, layers, drawing, spans, places }) {
    Object.assign(this, { part, sheets, layers, drawing, spans, places });
    this.input = part.querySelector("#find-words");
    this.at = -1;
    this.onMark = () => {};
    part.addEventListener("htmx:afterSwap", () => this.#came());
    part.addEventListener("click", (event) => this.#clicked(event));
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  get hits() {
    return [...this.part.querySelectorAll(".found-list a")];
  }

  get current() {
    const hit = this.hits[this.at];
    return hit ? spanOf(hit) : null;
  }

  // The boxes of all hits on pages whose words are loaded.
  draw() {
    const shown = this.hits.map(spanOf).filter(({ page }) => this.spans.pages.has(page));
    this.drawing.set("hit", shown.flatMap(({ start, end }) => this.spans.boxes(start, end)));
    const now = this.current;
    const here = now && this.spans.pages.has(now.page) ? this.spans.boxes(now.start, now.end) : [];
    this.drawing.set("current-hit", here);
  }

  async show(index) {
    const { hits } = this;
    if (!hits.length) return;
    this.at = (index + hits.length) % hits.length;
    hits.forEach((hit) => hit.removeAttribute("aria-current"));
    const hit = hits[this.at];
    hit.setAttribute("aria-current", "true");
    hit.scrollIntoView({ block: "nearest" });
    this.part.querySelector("#found-at").textContent = `${this.at + 1} of `;
    const { page, start, end } = spanOf(hit);
    await this.layers.load(page);
    const [first] = this.spans.boxes(start, end);
    if (first) await this.places.jump(() => this.sheets.reveal(first.page, first.box));
    this.draw();
  }

  // Look for words anew, as when the page is opened again.
  look(words) {
    this.input.value = words;
    const ask = () => htmx.trigger(this.input.form, "submit");
    if (document.readyState === "complete") ask();
    else addEventListener("load", ask, { once: true }); // htmx knows the form only then
  }

  #came() {
    keepFind(this.input.value.trim());
    const from = this.sheets.current;
    const next = this.hits.findIndex((hit) => Number(hit.dataset.page) >= from);
    this.at = -1;
    this.next = Math.max(0, next); // the first hit that is not above the reader's place
    this.draw();
  }

  step(by) {
    this.show(this.at === -1 ? this.next + (by < 0 ? -1 : 0) : this.at + by);
  }

  #key(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.onMark();
    else if (this.hits.length) this.step(event.shiftKey ? -1 : 1);
  }

  #clicked(event) {
    const hit = event.target.closest(".found-list a");
    if (!hit || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.show(this.hits.indexOf(hit));
  }
}

function spanOf({ dataset: { page, start, end } }) {
  return { page: Number(page), start: Number(start), end: Number(end) };
}
