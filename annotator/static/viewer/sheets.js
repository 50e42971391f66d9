// The pages as sheets in a scroller. Only those near the window are in the document: all
// others are known by their size alone, so that a report of any length is light.

const PIXELS_PER_POINT = 4 / 3; // at 100 %
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const WIDEST = 896; // pixels: a page fitted to the width is no wider
const GAP = 14; // pixels between sheets
const TOP = 12; // pixels above the first
const SMALL = 640; // pixels: in a window narrower than this, pages have hardly a margin
const NEAR = 1.2; // window heights above and below in which there are sheets
const FLYING = 0.004; // window heights per millisecond: faster is not reading
const REST = 100; // milliseconds without scrolling after which fast scrolling has ended

export class Sheets {
  constructor(scroller) {
    this.scroller = scroller;
    this.frame = scroller.querySelector(".pages");
    this.all = JSON.parse(scroller.dataset.pages).map(([width, height, label], at) => ({
      number: at + 1,
      label: label ?? String(at + 1),
      width,
      height,
      element: null,
    }));
    this.zoom = "width"; // or "page", or a share of 100 %
    this.current = 1;
    this.direction = 1; // in which the reader goes: 1 down, -1 up
    this.isFlying = false; // pages pass faster than anybody reads
    this.before = { top: 0, at: 0 };
    this.keep = () => false; // whether a sheet that is far away must stay
    this.onTurn = () => {};
    this.onMade = () => {}; // a sheet has come into the document
    this.onDropped = () => {}; // it has left it
    this.onSized = () => {}; // sheets have another size
    this.onRest = () => {}; // scrolling has ended
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(scroller);
  }

  sheet(number) {
    return this.all[number - 1];
  }

  // The sheets that are in the document, in their order.
  get live() {
    return this.all.filter(({ element }) => element);
  }

  // Pixels per point of a page.
  scale(sheet) {
    return sheet.pixels / sheet.width;
  }

  // The sheet nearest to a point of the window, and the place on it, in points.
  locate(x, y) {
    const frame = this.frame.getBoundingClientRect();
    const sheet = this.#nearest(y - frame.top);
    const scale = this.scale(sheet);
    return { sheet, x: (x - frame.left - sheet.left) / scale, y: (y - frame.top - sheet.top) / scale };
  }

  // Binary search: a report has hundreds of sheets, and drags call this often.
  #nearest(down) {
    let [low, high] = [0, this.all.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { top, tall } = this.all[middle];
      if (down < (top + tall + this.all[middle + 1].top) / 2) high = middle;
      else low = middle + 1;
    }
    return this.all[low];
  }

  // Convert a box of a sheet to pixels of the scroller's content.
  place(sheet, [x0, y0, x1, y1]) {
    const scale = this.scale(sheet);
    const { left, top } = sheet;
    return { left: left + x0 * scale, top: top + y0 * scale, right: left + x1 * scale, bottom: top + y1 * scale };
  }

  goTo(number, share = 0) {
    const sheet = this.sheet(Math.min(this.all.length, Math.max(1, number)));
    this.#jump(sheet.top - TOP + share * sheet.tall);
    this.#turn(sheet);
  }

  // Find a sheet by its printed label, or else by its number in the file.
  named(name) {
    const same = ({ label }) => label.toLowerCase() === name.toLowerCase();
    return this.all.find(same) ?? this.sheet(Number(name));
  }

  // Where the reader is: the page at the top of the window, and how far down it.
  get here() {
    const top = this.scroller.scrollTop + TOP;
    const sheet = this.#nearest(top);
    return { page: sheet.number, share: Math.max(0, (top - sheet.top) / sheet.tall) };
  }

  // Scroll only as far as needed to show a box, above the pixels covered from below.
  reveal(number, box, { below = 60 } = {}) {
    const place = this.place(this.sheet(number), box);
    const { scrollTop, clientHeight, scrollLeft, clientWidth } = this.scroller;
    if (place.top < scrollTop + 40 || place.bottom > scrollTop + clientHeight - below) {
      this.#jump(place.top - Math.min(clientHeight * 0.3, (clientHeight - below) / 2));
    }
    if (place.left < scrollLeft || place.right > scrollLeft + clientWidth) {
      this.scroller.scrollLeft = Math.max(0, place.left - 40);
    }
    this.#refresh();
  }

  // Zoom to "width", "page" or a share of 100 %; a point of the window keeps its place.
  setZoom(zoom, point = this.#middle()) {
    const held = this.locate(point.x, point.y);
    this.zoom = typeof zoom === "number" ? Math.min(STEPS.at(-1), Math.max(STEPS[0], zoom)) : zoom;
    this.#layOut();
    const frame = this.frame.getBoundingClientRect();
    const { left, top } = this.place(held.sheet, [held.x, held.y, held.x, held.y]);
    this.scroller.scrollLeft += frame.left + left - point.x;
    this.#jump(this.scroller.scrollTop + frame.top + top - point.y);
    this.#refresh();
  }

  // The size now, as a share of 100 %.
  get size() {
    return this.scale(this.sheet(this.current)) / PIXELS_PER_POINT;
  }

  step(direction) {
    const now = this.size;
    const other = direction > 0 ? STEPS.find((s) => s > now * 1.02) : STEPS.findLast((s) => s < now / 1.02);
    if (other) this.setZoom(other);
  }

  #middle() {
    const { left, top, width, height } = this.scroller.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 3 };
  }

  #layOut() {
    const { clientWidth, clientHeight } = this.scroller;
    const margin = clientWidth < SMALL ? 4 : 16;
    let top = TOP;
    for (const sheet of this.all) {
      sheet.pixels = this.#width(sheet, clientWidth - 2 * margin, clientHeight - 2 * TOP);
      sheet.tall = (sheet.pixels * sheet.height) / sheet.width;
      sheet.top = top;
      top += sheet.tall + GAP;
    }
    const wide = Math.max(clientWidth, ...this.all.map(({ pixels }) => pixels + 2 * margin));
    this.frame.style.width = `${wide}px`;
    this.frame.style.height = `${top}px`;
    for (const sheet of this.all) sheet.left = (wide - sheet.pixels) / 2;
    this.live.forEach(fit);
    this.onSized();
  }

  #width(sheet, wide, high) {
    if (this.zoom === "width") return Math.min(wide, WIDEST);
    if (this.zoom === "page") return Math.min(wide, (high * sheet.width) / sheet.height);
    return sheet.width * PIXELS_PER_POINT * this.zoom;
  }

  // Lay the sheets out, and open at a place.
  begin(place) {
    this.lastWidth = this.scroller.clientWidth;
    this.#layOut();
    if (place) this.goTo(place.page, place.share);
    this.#refresh();
  }

  #resized() {
    const { clientWidth } = this.scroller;
    if (!this.all[0].pixels || (clientWidth === this.lastWidth && this.zoom !== "page")) return this.#refresh();
    this.lastWidth = clientWidth;
    const { page, share } = this.kept ?? this.here;
    this.#layOut();
    return this.goTo(page, share);
  }

  // Make the sheets near the window, and drop those that are far from it.
  #refresh() {
    const { scrollTop, clientHeight } = this.scroller;
    const [above, below] = [scrollTop - NEAR * clientHeight, scrollTop + (1 + NEAR) * clientHeight];
    let following = null;
    for (const sheet of this.all.toReversed()) {
      const isNear = sheet.top < below && sheet.top + sheet.tall > above;
      if (isNear && !sheet.element) this.#make(sheet, following);
      else if (!isNear && sheet.element && !this.keep(sheet)) this.#drop(sheet);
      following = sheet.element ?? following;
    }
  }

  #make(sheet, following) {
    const element = document.createElement("section");
    element.className = "sheet";
    element.id = `page-${sheet.number}`;
    element.setAttribute("aria-label", `Page ${sheet.label}`);
    Object.assign(element.dataset, { number: sheet.number, label: sheet.label, width: sheet.width });
    sheet.element = element;
    fit(sheet);
    this.frame.insertBefore(element, following);
    this.onMade(sheet);
  }

  #drop(sheet) {
    this.onDropped(sheet);
    sheet.element.remove();
    sheet.element = null;
  }

  #scrolled() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.#measureSpeed();
      this.#refresh();
      this.#turn(this.#nearest(this.scroller.scrollTop + this.scroller.clientHeight / 3));
      this.kept = this.here;
    });
  }

  // Jump there; this does not count as fast scrolling, so the pages there are loaded.
  #jump(top) {
    this.scroller.scrollTop = top;
    this.before = { top: this.scroller.scrollTop, at: performance.now() };
    this.#refresh();
  }

  #measureSpeed() {
    const now = { top: this.scroller.scrollTop, at: performance.now() };
    const moved = now.top - this.before.top;
    if (moved) this.direction = Math.sign(moved);
    const speed = Math.abs(moved) / Math.max(16, now.at - this.before.at);
    this.before = now;
    this.isFlying = speed > FLYING * this.scroller.clientHeight;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.isFlying = false;
      this.onRest();
    }, REST);
  }

  #turn(sheet) {
    if (sheet.number === this.current) return;
    this.current = sheet.number;
    this.onTurn(sheet);
  }
}

function fit({ element, left, top, pixels, tall }) {
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${pixels}px`, height: `${tall}px` });
}
