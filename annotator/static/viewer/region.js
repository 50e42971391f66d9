// Mark a figure or a table: drag a rectangle, or move a frame with the arrow keys.

const STEP = 6; // points
const LEAST = 8; // points: a smaller drag is accidental
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class RegionTool {
  constructor(sheets, drawing, button) {
    Object.assign(this, { sheets, drawing, button });
    this.isOn = false;
    this.frame = null; // {page, box}
    this.onChosen = () => {};
    const root = sheets.scroller;
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", () => this.#up());
  }

  toggle() {
    if (!this.button) return;
    this.#turn(!this.isOn);
    if (!this.isOn) this.draw(null);
  }

  stop() {
    this.#turn(false);
    this.draw(null);
  }

  draw(frame) {
    this.frame = frame;
    this.drawing.set("frame", frame ? [frame] : []);
  }

  // Handle a key and return whether it was one of the frame's: Enter sets the frame,
  // arrows move it, Shift + arrows resize it.
  key(event) {
    if (!this.isOn) return false;
    if (event.key === "Enter") {
      if (this.frame) this.#choose();
      else this.#set();
      return true;
    }
    const way = WAYS[event.key];
    if (!way || !this.frame) return false;
    const [across, down] = this.sheets.layout.wayOn(...way);
    this.#nudge(across * STEP, down * STEP, event.shiftKey);
    return true;
  }

  #turn(on) {
    this.isOn = on;
    this.sheets.scroller.classList.toggle("choosing", on);
    this.button?.setAttribute("aria-pressed", String(on));
  }

  #set() {
    const { number, width, height } = this.sheets.sheet(this.sheets.current);
    this.draw({ page: number, box: [width * 0.15, height * 0.3, width * 0.85, height * 0.55] });
    this.sheets.reveal(number, this.frame.box);
  }

  #nudge(dx, dy, sizing) {
    const { page, box } = this.frame;
    const { width, height } = this.sheets.sheet(page);
    const [x0, y0, x1, y1] = box;
    const moved = sizing ? [x0, y0, x1 + dx, y1 + dy] : [x0 + dx, y0 + dy, x1 + dx, y1 + dy];
    const inside = moved[0] >= 0 && moved[1] >= 0 && moved[2] <= width && moved[3] <= height;
    const large = moved[2] - moved[0] >= LEAST && moved[3] - moved[1] >= LEAST;
    if (inside && large) this.draw({ page, box: moved });
    this.sheets.reveal(page, this.frame.box);
  }

  #down(event) {
    if (!this.isOn || event.button !== 0 || event.target.closest(".popover")) return;
    event.preventDefault();
    this.sheets.scroller.setPointerCapture(event.pointerId);
    this.from = this.sheets.locate(event.clientX, event.clientY);
    this.draw(null);
  }

  #move(event) {
    if (!this.from) return;
    const { sheet, x, y } = this.from; // a figure is on one page
    const to = this.sheets.pointOn(sheet, event.clientX, event.clientY);
    const right = Math.min(sheet.width, Math.max(0, to.x));
    const bottom = Math.min(sheet.height, Math.max(0, to.y));
    const box = [Math.min(x, right), Math.min(y, bottom), Math.max(x, right), Math.max(y, bottom)];
    this.draw({ page: sheet.number, box });
  }

  #up() {
    if (!this.from) return;
    this.from = null;
    const [x0, y0, x1, y1] = this.frame?.box ?? [0, 0, 0, 0];
    if (x1 - x0 >= LEAST && y1 - y0 >= LEAST) this.#choose();
    else this.draw(null);
  }

  #choose() {
    this.#turn(false);
    this.onChosen(this.frame);
  }
}
