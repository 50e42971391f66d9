// Handles at the ends of a selection: each is dragged, or moved with the arrow keys.

const ENDS = [
  ["start", "Beginning of the selection: drag it, or move it with the arrow keys"],
  ["end", "End of the selection: drag it, or move it with the arrow keys"],
];

const CLICKS = 500; // milliseconds between clicks that belong together

export class Handles {
  constructor({ sheets, spans, selecting, caret }) {
    Object.assign(this, { sheets, spans, selecting, caret });
    this.isDragged = false;
    this.onMoved = () => {}; // called when a handle was let go
    this.all = ENDS.map(([name, label]) => this.#make(name, label));
  }

  #make(name, label) {
    const handle = document.createElement("button");
    Object.assign(handle, { type: "button", className: `handle ${name}`, title: label, hidden: true });
    handle.setAttribute("aria-label", label);
    handle.addEventListener("mousedown", (event) => event.stopPropagation()); // no new selection
    handle.addEventListener("pointerdown", (event) => this.#down(event, handle, name));
    handle.addEventListener("pointermove", (event) => this.isDragged && this.#move(event));
    handle.addEventListener("pointerup", () => this.#up());
    handle.addEventListener("pointercancel", () => this.#up());
    handle.addEventListener("keydown", (event) => this.#key(event, name));
    this.sheets.frame.append(handle);
    return handle;
  }

  // Put them where the selection ends now, or away.
  draw(isWanted) {
    const { span, isCollapsed } = this.selecting;
    const isShown = isWanted && span && !isCollapsed && this.selecting.pointer !== "touch"; // touch has its own
    const boxes = isShown ? this.spans.boxes(this.selecting.start, this.selecting.end) : [];
    if (this.all[0].hidden && boxes.length) this.#wait();
    for (const [handle, box, side] of [[this.all[0], boxes[0], "left"], [this.all[1], boxes.at(-1), "right"]]) {
      handle.hidden = !box;
      if (!box) continue;
      const place = this.sheets.layout.place(this.sheets.sheet(box.page), box.box);
      Object.assign(handle.style, { left: `${place[side]}px`, top: `${side === "left" ? place.top : place.bottom}px` });
    }
  }

  // A second or third click that extends the selection is not meant for a new handle.
  #wait() {
    this.all.forEach((handle) => handle.classList.add("new"));
    setTimeout(() => this.all.forEach((handle) => handle.classList.remove("new")), CLICKS);
  }

  // From now on this end moves and the other one stays.
  #grasp(name) {
    const { start, end, span } = this.selecting;
    const moving = name === "start" ? start : end;
    this.selecting.put({ fixed: start + end - moving, moving }, span.stream);
  }

  #down(event, handle, name) {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    handle.setPointerCapture(event.pointerId);
    this.isDragged = true;
    this.#grasp(name);
  }

  #move({ clientX, clientY }) {
    const { sheet, x, y } = this.sheets.locate(clientX, clientY);
    const { stream } = this.selecting.span;
    const at = this.spans.pages.get(sheet.number)?.nearest(x, y, stream);
    const { fixed } = this.selecting.ends;
    if (at && at.offset !== fixed) this.selecting.put({ fixed, moving: at.offset }, stream);
  }

  #up() {
    if (!this.isDragged) return;
    this.isDragged = false;
    this.onMoved();
  }

  #key(event, name) {
    if (!this.caret.moves(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#grasp(name);
    this.caret.step(event, true);
  }
}
