// Marking a figure or a table: drag a rectangle, or move a frame with the arrow keys.

const STEP = 8; // points

export class RegionTool {
  constructor(pages, button, onChosen) {
    Object.assign(this, { pages, button, onChosen });
    pages.root.addEventListener("pointerdown", (event) => this.#down(event));
    document.addEventListener("pointermove", (event) => this.#move(event));
    document.addEventListener("pointerup", () => this.#up());
  }

  toggle(withKeys = false) {
    if (!this.button) return;
    const on = !this.pages.root.classList.contains("choosing");
    if (!on) return this.stop();
    this.pages.root.classList.add("choosing");
    this.button.setAttribute("aria-pressed", "true");
    if (withKeys) this.#frame();
  }

  stop() {
    this.pages.root.classList.remove("choosing");
    this.button?.setAttribute("aria-pressed", "false");
    this.frame = this.from = null;
    this.pages.draw("frame", []);
  }

  // Whether the key was for the frame: arrows move it, with Shift they size it.
  handleKey(event) {
    if (!this.frame) return false;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === "Enter") this.#choose();
    else if (!dx && !dy) return false;
    else this.#nudge(dx * STEP, dy * STEP, event.shiftKey);
    event.preventDefault();
    return true;
  }

  #frame() {
    const leaf = this.pages.leaf(this.pages.current);
    const [width, height] = [Number(leaf.dataset.width), Number(leaf.dataset.height)];
    this.frame = { page: this.pages.current, box: [width * 0.15, height * 0.3, width * 0.85, height * 0.6] };
    this.#draw();
  }

  #nudge(dx, dy, sizing) {
    const [x0, y0, x1, y1] = this.frame.box;
    this.frame.box = sizing ? [x0, y0, x1 + dx, y1 + dy] : [x0 + dx, y0 + dy, x1 + dx, y1 + dy];
    this.#draw();
  }

  #down(event) {
    if (!this.pages.root.classList.contains("choosing") || event.button !== 0) return;
    event.preventDefault();
    this.from = this.pages.locate(event.clientX, event.clientY);
    this.frame = null;
  }

  #move(event) {
    if (!this.from) return;
    const to = this.pages.locate(event.clientX, event.clientY);
    const { number, x, y } = this.from;
    if (to.number !== number) return; // a figure is on one page
    this.frame = { page: number, box: [Math.min(x, to.x), Math.min(y, to.y), Math.max(x, to.x), Math.max(y, to.y)] };
    this.#draw();
  }

  #up() {
    if (this.from && this.frame) this.#choose();
    this.from = null;
  }

  #draw() {
    this.pages.draw("frame", [[this.frame.page, this.frame.box]]);
  }

  #choose() {
    const rect = this.pages.root.querySelector(".leaf-marks .frame").getBoundingClientRect();
    const chosen = { ...this.frame, rect };
    this.stop();
    this.onChosen(chosen);
  }
}
