// The pages as sheets in a scroller: their positions and sizes, and the current one.

const PIXELS_PER_POINT = 4 / 3; // at 100 %
const STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const ROOM = 32; // pixels around a sheet
const FLYING = 0.004; // window heights per millisecond: faster is not reading
const REST = 100; // milliseconds without scrolling after which fast scrolling has ended

export class Sheets {
  constructor(scroller) {
    this.scroller = scroller;
    this.all = [...scroller.querySelectorAll(".sheet")].map((element) => ({
      element,
      number: Number(element.dataset.number),
      label: element.dataset.label,
      width: Number(element.dataset.width),
      height: Number(element.dataset.height),
    }));
    for (const { element, width, height } of this.all) element.style.aspectRatio = `${width} / ${height}`;
    this.zoom = "width"; // or "page", or a share of 100 %
    this.current = 1;
    this.isFlying = false; // pages pass faster than anybody reads
    this.before = { top: 0, at: 0 };
    this.onTurn = () => {};
    this.onResize = () => {};
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(scroller);
  }

  sheet(number) {
    return this.all[number - 1];
  }

  // Report each sheet that enters or leaves a margin (CSS) around the window.
  watch(rootMargin, act) {
    const say = ({ target, isIntersecting }) => act(this.sheet(Number(target.dataset.number)), isIntersecting);
    const observer = new IntersectionObserver((entries) => entries.forEach(say), { root: this.scroller, rootMargin });
    this.all.forEach(({ element }) => observer.observe(element));
  }

  // Pixels per point of a page.
  scale(sheet) {
    return sheet.element.clientWidth / sheet.width;
  }

  // The sheet nearest to a point of the window, and the place on it, in points.
  locate(x, y) {
    const frame = this.scroller.getBoundingClientRect();
    const down = y - frame.top + this.scroller.scrollTop;
    const sheet = this.#nearest(down);
    const box = sheet.element.getBoundingClientRect();
    const scale = this.scale(sheet);
    return { sheet, x: (x - box.left) / scale, y: (y - box.top) / scale };
  }

  // Binary search: a report has hundreds of sheets, and drags call this often.
  #nearest(down) {
    let [low, high] = [0, this.all.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { offsetTop, offsetHeight } = this.all[middle].element;
      const next = this.all[middle + 1].element.offsetTop;
      if (down < (offsetTop + offsetHeight + next) / 2) high = middle;
      else low = middle + 1;
    }
    return this.all[low];
  }

  // Convert a box of a sheet to pixels of the scroller's content.
  place(sheet, [x0, y0, x1, y1]) {
    const scale = this.scale(sheet);
    const { offsetLeft, offsetTop } = sheet.element;
    return {
      left: offsetLeft + x0 * scale,
      top: offsetTop + y0 * scale,
      right: offsetLeft + x1 * scale,
      bottom: offsetTop + y1 * scale,
    };
  }

  goTo(number) {
    const sheet = this.sheet(Math.min(this.all.length, Math.max(1, number)));
    this.#jump(sheet.element.offsetTop - 12);
    this.#turn(sheet);
  }

  // Find a sheet by its printed label, or else by its number in the file.
  goToNamed(name) {
    const sheet =
      this.all.find(({ label }) => label.toLowerCase() === name.toLowerCase()) ?? this.sheet(Number(name));
    if (sheet) this.goTo(sheet.number);
    return Boolean(sheet);
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
  }

  // Zoom by a step, or to "width" or "page".
  setZoom(zoom) {
    const keep = this.#anchor();
    this.zoom = zoom;
    this.#apply();
    this.#restore(keep);
  }

  step(direction) {
    const now = this.scale(this.sheet(this.current)) / PIXELS_PER_POINT;
    const other = direction > 0 ? STEPS.find((s) => s > now * 1.02) : STEPS.findLast((s) => s < now / 1.02);
    if (other) this.setZoom(other);
  }

  #apply() {
    for (const sheet of this.all) {
      sheet.element.style.width = this.zoom === "width" ? "" : `${this.#width(sheet)}px`;
    }
    this.#sharpen();
    this.onResize();
  }

  #width(sheet) {
    if (this.zoom !== "page") return sheet.width * PIXELS_PER_POINT * this.zoom;
    const { clientWidth, clientHeight } = this.scroller;
    const fits = Math.min((clientHeight - ROOM) / sheet.height, (clientWidth - ROOM) / sheet.width);
    return sheet.width * fits;
  }

  // Set each picture's displayed width, so that the browser fetches one that is sharp.
  #sharpen() {
    for (const { element } of this.all) {
      const picture = element.querySelector("img");
      const sizes = `${element.clientWidth}px`;
      if (picture.sizes !== sizes) picture.sizes = sizes;
    }
  }

  #resized() {
    const width = this.scroller.clientWidth;
    if (width === this.lastWidth && this.zoom !== "page") return;
    this.lastWidth = width;
    const keep = this.kept ?? this.#anchor();
    this.#apply();
    this.#restore(keep);
  }

  // The place in the middle of the window, which stays there when sizes change.
  #anchor() {
    const sheet = this.sheet(this.current);
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 3;
    const { offsetTop, offsetHeight } = sheet.element;
    return { sheet, share: (middle - offsetTop) / (offsetHeight || 1) };
  }

  #restore({ sheet, share }) {
    const { offsetTop, offsetHeight } = sheet.element;
    this.#jump(offsetTop + share * offsetHeight - this.scroller.clientHeight / 3);
  }

  #scrolled() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.#measureSpeed();
      this.#turn(this.#nearest(this.scroller.scrollTop + this.scroller.clientHeight / 3));
      this.kept = this.#anchor();
    });
  }

  // Jump there; this does not count as fast scrolling, so the pages there are loaded.
  #jump(top) {
    this.scroller.scrollTop = top;
    this.before = { top: this.scroller.scrollTop, at: performance.now() };
  }

  #measureSpeed() {
    const now = { top: this.scroller.scrollTop, at: performance.now() };
    const speed = Math.abs(now.top - this.before.top) / Math.max(16, now.at - this.before.at);
    this.before = now;
    this.isFlying = speed > FLYING * this.scroller.clientHeight;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => (this.isFlying = false), REST);
  }

  #turn(sheet) {
    if (sheet.number === this.current) return;
    this.current = sheet.number;
    this.onTurn(sheet);
  }
}
