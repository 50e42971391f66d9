// The pages as sheets in a scroller. Only those near the window are in the document: all
// others are known by their size alone, so that a report of any length is light.

import { Layout, TOP } from "./layout.js";

const NEAR = 1.2; // window heights above and below in which there are sheets
const FLYING = 0.004; // window heights per millisecond: faster is not reading
const PAUSE = 150; // milliseconds that a sheet must stay near; scrolling past is ignored, and the read page is first
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
      timers: new Set(),
    }));
    this.layout = new Layout(this.all);
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

  // The sheet nearest to a point of the window, and the place on it, in points.
  locate(x, y) {
    const frame = this.frame.getBoundingClientRect();
    const [across, down] = [x - frame.left, y - frame.top];
    return this.pointOn(this.layout.nearest(across, down), x, y);
  }

  // A point of the window as points of a sheet, which may lie beyond its edges.
  pointOn(sheet, x, y) {
    const frame = this.frame.getBoundingClientRect();
    const [across, down] = this.layout.pointsAt(sheet, x - frame.left, y - frame.top);
    return { sheet, x: across, y: down };
  }

  goTo(number, share = 0) {
    const sheet = this.sheet(Math.min(this.all.length, Math.max(1, number)));
    this.#turn(sheet); // first, as the page that is read is filled before its neighbours
    this.#jump(sheet.top - TOP + share * sheet.tall);
  }

  // Go to the next or the previous page, or pair of pages.
  stepPage(by) {
    this.goTo(this.current + by * this.layout.columns);
  }

  // Find a sheet by its printed label, or else by its number in the file.
  named(name) {
    const same = ({ label }) => label.toLowerCase() === name.toLowerCase();
    return this.all.find(same) ?? this.sheet(Number(name));
  }

  // Where the reader is: the page at the top of the window, and how far down it.
  get here() {
    const top = this.scroller.scrollTop + TOP;
    const sheet = this.layout.nearest(0, top);
    return { page: sheet.number, share: Math.max(0, (top - sheet.top) / sheet.tall) };
  }

  // Scroll only as far as needed to show a box, above the pixels covered from below.
  reveal(number, box, { below = 60 } = {}) {
    const place = this.layout.place(this.sheet(number), box);
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
    this.#change({ zoom: this.layout.clamp(zoom) }, point);
  }

  // Turn the pages by quarters, clockwise.
  rotate(by) {
    this.#change({ turn: (this.layout.turn + by + 4) % 4 });
  }

  // Show one or two pages in a row.
  setColumns(columns) {
    this.#change({ columns });
  }

  // Keep some pixels at the right of the pages for notes.
  setAside(aside) {
    if (aside !== this.layout.aside) this.#change({ aside });
  }

  #change(how, point = this.#middle()) {
    if (!this.layout.isLaidOut) return void Object.assign(this.layout, how);
    const held = this.locate(point.x, point.y);
    Object.assign(this.layout, how);
    this.#layOut();
    const frame = this.frame.getBoundingClientRect();
    const { left, top } = this.layout.place(held.sheet, [held.x, held.y, held.x, held.y]);
    this.scroller.scrollLeft += frame.left + left - point.x;
    this.#jump(this.scroller.scrollTop + frame.top + top - point.y);
    return this.onSized();
  }

  // The size now, as a share of 100 %.
  get size() {
    return this.layout.sizeOf(this.sheet(this.current));
  }

  step(direction) {
    const other = this.layout.next(this.size, direction);
    if (other) this.setZoom(other);
  }

  #middle() {
    const { left, top, width, height } = this.scroller.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 3 };
  }

  #layOut() {
    this.layout.layOut(this.scroller);
    this.frame.style.width = `${this.layout.width}px`;
    this.frame.style.height = `${this.layout.height}px`;
    this.live.forEach((sheet) => this.layout.fit(sheet));
  }

  // Lay the sheets out, and open at a place.
  begin(place) {
    this.lastWidth = this.scroller.clientWidth;
    this.#layOut();
    if (place) this.goTo(place.page, place.share);
    this.#refresh();
    this.onSized();
  }

  #resized() {
    const { clientWidth } = this.scroller;
    if (!this.layout.isLaidOut) return undefined;
    if (clientWidth === this.lastWidth && this.layout.zoom !== "page") return this.#refresh();
    this.lastWidth = clientWidth;
    const { page, share } = this.kept ?? this.here;
    this.#layOut();
    this.goTo(page, share);
    return this.onSized();
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

  // Fill a sheet: at once if it is read, or else when it has stayed near for a moment.
  soon(sheet, fill) {
    if (sheet.number === this.current && !this.isFlying) return fill();
    return this.later(sheet, fill, PAUSE);
  }

  // Fill a sheet after some milliseconds, unless it has gone or is scrolled past then.
  later(sheet, fill, pause) {
    const timer = setTimeout(() => {
      sheet.timers.delete(timer);
      if (this.isFlying) this.soon(sheet, fill);
      else fill();
    }, pause);
    sheet.timers.add(timer);
  }

  #make(sheet, following) {
    const element = document.createElement("section");
    element.className = "sheet";
    element.id = `page-${sheet.number}`;
    element.setAttribute("aria-label", `Page ${sheet.label}`);
    Object.assign(element.dataset, { number: sheet.number, label: sheet.label, width: sheet.width });
    sheet.element = element;
    sheet.face = document.createElement("div");
    sheet.face.className = "face";
    element.append(sheet.face);
    this.layout.fit(sheet);
    this.frame.insertBefore(element, following);
    this.onMade(sheet);
  }

  #drop(sheet) {
    sheet.timers.forEach(clearTimeout);
    sheet.timers.clear();
    this.onDropped(sheet);
    sheet.element.remove();
    sheet.element = sheet.face = null;
  }

  #scrolled() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.#measureSpeed();
      this.#refresh();
      this.#follow();
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

  // The page that is read is the first of its row, unless it was gone to.
  #follow() {
    const nearest = this.layout.nearest(0, this.scroller.scrollTop + this.scroller.clientHeight / 3);
    const { sheets } = this.layout.rowOf(nearest);
    if (!sheets.some(({ number }) => number === this.current)) this.#turn(nearest);
  }

  #turn(sheet) {
    if (sheet.number === this.current) return;
    this.current = sheet.number;
    this.onTurn(sheet);
  }
}
