// Find in the report: hits are drawn on the pages; Enter goes on to the next.

export class Find {
  constructor(input, list, pages, capture) {
    Object.assign(this, { input, list, pages, capture });
    this.at = -1;
    list.addEventListener("click", (event) => this.#clicked(event));
    list.addEventListener("htmx:afterSettle", () => this.#found());
    input.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("keydown", (event) => {
      if (event.key === "m" && event.target.matches("[data-found]")) this.#mark(event.target);
    });
  }

  focus() {
    this.input.closest("[hidden]")?.removeAttribute("hidden");
    this.input.select();
  }

  #hits() {
    return [...this.list.querySelectorAll("[data-found]")];
  }

  #found() {
    this.at = -1;
    const boxes = this.#hits().flatMap((hit) => JSON.parse(hit.dataset.boxes));
    this.pages.draw("found", boxes);
  }

  #key(event) {
    if (event.key !== "Enter" || !this.#hits().length) return;
    event.preventDefault();
    this.#show(this.at + (event.shiftKey ? -1 : 1));
  }

  #clicked(event) {
    const hit = event.target.closest("[data-found]");
    if (hit) this.#show(this.#hits().indexOf(hit));
  }

  #show(index) {
    const hits = this.#hits();
    this.at = (index + hits.length) % hits.length;
    const hit = hits[this.at];
    hits.forEach((each) => each.removeAttribute("aria-current"));
    hit.setAttribute("aria-current", "true");
    hit.scrollIntoView({ block: "nearest" });
    const boxes = JSON.parse(hit.dataset.boxes);
    this.pages.draw("current", boxes);
    this.pages.root.querySelector(".leaf-marks .current")?.scrollIntoView({ block: "center" });
  }

  // With the keyboard alone: find the words, then m marks the place that was found.
  #mark(hit) {
    this.#show(this.#hits().indexOf(hit));
    const boxes = JSON.parse(hit.dataset.boxes);
    const rect = this.pages.root.querySelector(".leaf-marks .current").getBoundingClientRect();
    this.capture.openSpan({ start: hit.dataset.start, end: hit.dataset.end, boxes, rect });
  }
}
