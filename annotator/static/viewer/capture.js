// The small form by a selection, and the card of a mark.

import { say } from "../toast.js";

export class Capture {
  constructor(box, pages) {
    this.box = box;
    this.pages = pages;
    box.addEventListener("keydown", (event) => this.#key(event));
    document.body.addEventListener("marks-changed", () => this.close());
    document.body.addEventListener("session-ended", () => this.#sessionEnded());
    box.addEventListener("change", () => this.#showNewClaim());
    box.addEventListener("htmx:afterSettle", () => this.#showNewClaim());
  }

  openSpan({ start, end, boxes, rect }) {
    if (this.pages.readonly) return say("This is an earlier file of the report: read only.");
    this.pages.draw("pending", boxes);
    this.#load({ start, end }, rect);
  }

  openRegion({ page, box, rect }) {
    this.pages.draw("pending", [[page, box]]);
    const [x0, y0, x1, y1] = box.map((value) => value.toFixed(2));
    this.#load({ page, x0, y0, x1, y1 }, rect);
  }

  openFromCard(button) {
    const { start, end, region } = button.dataset;
    const rect = this.box.getBoundingClientRect();
    if (!region) return this.#load({ start, end }, rect);
    const [page, x0, y0, x1, y1] = region.split(",");
    return this.#load({ page, x0, y0, x1, y1 }, rect);
  }

  async openPassage(number, rect) {
    await htmx.ajax("GET", `/desk/passages/${number}`, { target: this.box, swap: "innerHTML" });
    this.#show(rect);
    this.box.querySelector("a, button")?.focus();
  }

  close() {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.box.replaceChildren();
    this.pages.draw("pending", []);
    getSelection().removeAllRanges();
    this.pages.root.focus({ preventScroll: true });
  }

  async #load(place, rect) {
    const values = { revision: this.pages.root.dataset.revision, ...place };
    const address = `${this.pages.root.dataset.capture}?${new URLSearchParams(values)}`;
    await htmx.ajax("GET", address, { target: this.box, swap: "innerHTML" });
    this.#show(rect);
    this.box.querySelector("[name=stance]:checked")?.focus();
  }

  // Below the selection if there is room, else above it; at the foot on a phone (by CSS).
  #show(rect) {
    this.box.hidden = false;
    const height = this.box.offsetHeight;
    const below = rect.bottom + 8;
    const top = below + height < innerHeight ? below : Math.max(8, rect.top - height - 8);
    const left = Math.min(innerWidth - this.box.offsetWidth - 12, Math.max(12, rect.left - 120));
    this.box.style.top = `${top}px`;
    this.box.style.left = `${left}px`;
  }

  #key(event) {
    const form = this.box.querySelector("form");
    if (!form) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    const typing = event.target.matches("input:not([type=radio]), textarea, select");
    const stances = form.querySelectorAll("[name=stance]");
    if (!typing && "1234".includes(event.key) && stances[event.key - 1]) {
      stances[event.key - 1].click();
      event.preventDefault();
    }
  }

  #showNewClaim() {
    const part = this.box.querySelector(".new-claim");
    if (part) part.hidden = this.box.querySelector("[name=claim]:checked")?.value !== "new";
  }

  #sessionEnded() {
    const problem = this.box.querySelector("#capture-problem");
    if (problem) problem.textContent = "Your session has ended. Sign in in another tab, then save again.";
  }
}
