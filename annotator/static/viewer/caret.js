// A caret in the text, and selecting by the keyboard: either end of a selection moves by
// letters, words, sentences, lines and pages, and what it passes is said aloud.

const LONG = 300; // characters that are said at once
const WAYS = {
  ArrowLeft: ["letter", -1],
  ArrowRight: ["letter", 1],
  ArrowUp: ["line", -1],
  ArrowDown: ["line", 1],
  Home: ["edge", -1],
  End: ["edge", 1],
};
const LARGER = { letter: "word", line: "sentence", edge: "page" }; // with Ctrl or Alt

export class Caret {
  constructor({ sheets, spans, layers, selecting, drawing, status }) {
    Object.assign(this, { sheets, spans, layers, selecting, drawing, status });
    this.isOn = false;
    this.moved = Promise.resolve();
  }

  // Put it where the selection ends, or before the first word in the window.
  async toggle() {
    if (this.isOn) return this.stop();
    this.isOn = true;
    const { span } = this.selecting;
    if (span) return this.draw();
    const { page } = this.sheets.here;
    await this.layers.load(page);
    const first = this.#firstInWindow(page);
    if (!first) {
      this.isOn = false;
      return this.#say("There is no text on this page.");
    }
    this.selecting.put({ fixed: first.start, moving: first.start }, first.stream);
    return this.#say(`Caret before “${first.text}”. Arrow keys move it, with Shift they select.`);
  }

  stop() {
    this.isOn = false;
    this.draw();
    if (this.selecting.isCollapsed) this.selecting.clear();
  }

  // A click puts it between two letters.
  place({ clientX, clientY }) {
    const { sheet, x, y } = this.sheets.locate(clientX, clientY);
    const at = this.spans.pages.get(sheet.number)?.nearest(x, y);
    if (at) this.selecting.put({ fixed: at.offset, moving: at.offset }, at.stream);
  }

  draw() {
    const there = this.isOn && this.selecting.span && this.spans.caret(this.selecting.ends.moving);
    this.drawing.set("caret", there ? [there] : []);
  }

  // Handle a key and return whether it moved an end.
  key(event) {
    const inForm = event.target.closest(".popover");
    const isMeant = event.shiftKey || (this.isOn && !inForm);
    if (!this.selecting.span || !isMeant || !this.moves(event)) return false;
    this.step(event, event.shiftKey);
    return true;
  }

  // Alt + arrows alone lead back and forward, as everywhere in a browser.
  moves({ key, altKey, shiftKey }) {
    return key in WAYS && (!altKey || shiftKey);
  }

  // Move the end that moves as a key says, once the keys before it have: the words overleaf
  // may be on their way, and each step begins where the last one ended.
  step({ key, ctrlKey, altKey }, isSelecting) {
    const [by, way] = WAYS[key];
    const move = () => this.#move(ctrlKey || altKey ? LARGER[by] : by, way > 0, isSelecting);
    this.moved = this.moved.then(move, move);
    return this.moved;
  }

  // Let the other end of the selection move from now on.
  swap() {
    if (!this.selecting.span || this.selecting.isCollapsed) return;
    const { fixed, moving } = this.selecting.ends;
    this.selecting.put({ fixed: moving, moving: fixed }, this.selecting.span.stream);
    this.#show(fixed);
    this.#say(fixed < moving ? "Moving the beginning." : "Moving the end.");
  }

  async #move(by, forward, isSelecting) {
    if (!this.selecting.span) return; // let go of meanwhile
    const { stream } = this.selecting.span;
    const { fixed, moving } = this.selecting.ends;
    const step = () => this.spans.step(moving, stream, { by, forward });
    let to = step();
    if (to === moving && by !== "edge" && (await this.#overleaf(moving, forward))) to = step();
    this.selecting.put({ fixed: isSelecting ? fixed : to, moving: to }, stream);
    this.#show(to);
    this.#tell(by, moving, to, isSelecting);
  }

  // Load the words of the page before or after; return whether there is one.
  async #overleaf(offset, forward) {
    const page = this.spans.pageAt(offset).number + (forward ? 1 : -1);
    if (!this.sheets.sheet(page) || this.spans.pages.has(page)) return false;
    await this.layers.load(page);
    return this.spans.pages.has(page);
  }

  #show(offset) {
    const there = this.spans.caret(offset);
    if (there) this.sheets.reveal(there.page, there.box);
  }

  #firstInWindow(page) {
    const { words } = this.spans.pages.get(page) ?? { words: [] };
    const { top } = this.sheets.scroller.getBoundingClientRect();
    const isSeen = ({ box }) => this.sheets.pointOn(this.sheets.sheet(page), 0, top).y <= box[1];
    const read = words.filter(({ stream }) => stream === Math.min(...words.map((word) => word.stream)));
    return read.find(isSeen) ?? read[0];
  }

  #tell(by, from, to, isSelecting) {
    if (from === to) return this.#say("End of the text.");
    const { start, end } = this.selecting;
    if (isSelecting) return this.#say(start === end ? "Nothing is selected." : `Selected: ${this.spans.quote(start, end)}`);
    const isPassed = ["letter", "word", "sentence"].includes(by);
    return this.#say(this.spans.quote(...(isPassed ? [Math.min(from, to), Math.max(from, to)] : this.spans.lineAround(to))));
  }

  #say(words) {
    const more = words.length > LONG;
    this.status.textContent = more ? `${words.slice(0, LONG / 2)} … ${words.slice(-LONG / 2)}` : words;
  }
}
