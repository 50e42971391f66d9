// The marks of the report as data: whole for the pages near the reader, a line for each of
// all the others. What is saved here is drawn before the server has answered, and what
// colleagues save comes by itself.

const CHUNK = 10; // pages whose marks are asked for together
const AGAIN = 3000; // milliseconds after which a failed request is made again
const LATER = 30_000; // milliseconds after which it is asked for changes once more

export class Marks {
  constructor(sheets) {
    const { address, newest } = sheets.scroller.dataset;
    Object.assign(this, { sheets, address: `${address}/marks`, newest });
    this.whole = new Map(); // passage -> mark
    this.lines = null; // passage -> line of the list, once it is loaded
    this.chunks = new Map(); // number of a chunk -> promise
    this.onChanged = () => {}; // called with the pages whose marks changed
    this.onListed = () => {}; // called when the list has changed
    document.addEventListener("visibilitychange", () => this.#listen());
    this.#listen();
  }

  // The marks that are known on a page, in reading order.
  on(page) {
    const there = [...this.whole.values()].filter((mark) => mark.pages[page]);
    return there.sort((a, b) => a.pages[page][0][1] - b.pages[page][0][1] || a.pages[page][0][0] - b.pages[page][0][0]);
  }

  get(passage) {
    return this.whole.get(Number(passage));
  }

  // Load the marks of the pages around one.
  near(page) {
    const chunk = Math.floor((page - 1) / CHUNK);
    if (!this.chunks.has(chunk)) this.chunks.set(chunk, this.#load(chunk));
    return this.chunks.get(chunk);
  }

  async #load(chunk) {
    const first = chunk * CHUNK + 1;
    try {
      const answer = await fetch(`${this.address}?first=${first}&last=${first + CHUNK - 1}`);
      if (!answer.ok) throw new TypeError(`Loading the marks failed with status ${answer.status}.`);
      this.#keep(await answer.json());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch says so when there is no network
      setTimeout(() => this.#again(chunk), AGAIN);
    }
  }

  // Ask again as long as somebody reads there.
  #again(chunk) {
    this.chunks.delete(chunk);
    const isRead = ({ number }) => Math.floor((number - 1) / CHUNK) === chunk;
    const sheet = this.sheets.live.find(isRead);
    if (sheet) this.near(sheet.number);
  }

  // Load a line for every mark, for the list and for the steps from mark to mark.
  async list() {
    this.listing ??= this.#list().catch(() => (this.listing = null));
    await this.listing;
    return this.inOrder;
  }

  async #list() {
    const answer = await fetch(`${this.address}/list`);
    const { claims, authors, marks } = await answer.json();
    this.lines = new Map();
    for (const [id, page, top, kind, review, author, links, words] of marks) {
      const linked = links.map(([stance, at]) => ({ stance, claim: claims[at][0], text: claims[at][1], category: claims[at][2] }));
      this.lines.set(id, { id, page, top, kind, review: Boolean(review), author: authors[author], links: linked, words });
    }
    for (const mark of this.whole.values()) this.lines.set(mark.id, this.#lineOf(mark));
    this.onListed();
  }

  get inOrder() {
    const lines = [...(this.lines?.values() ?? [])];
    return lines.sort((a, b) => (a.page ?? Infinity) - (b.page ?? Infinity) || a.top - b.top || a.id - b.id);
  }

  #lineOf({ id, pages, kind, review, author, links, words }) {
    const [page] = Object.keys(pages).map(Number);
    const top = page ? pages[page][0][1] / this.sheets.sheet(page).height : 0;
    return { id, page: page ?? null, top, kind, review, author, links, words };
  }

  // Take in what an act, or somebody else, has changed.
  apply({ marks = [], gone = [], all = false }) {
    if (all) return this.#forgetAll();
    const pages = gone.flatMap((id) => this.#remove(id));
    this.#put(marks, pages);
    return undefined;
  }

  // Draw a mark that is not saved yet; ``drop`` takes it away again.
  draw(mark) {
    this.#put([mark]);
  }

  drop(id) {
    this.#put([], this.#remove(id));
  }

  // Keep marks that have changed, and tell the list.
  #put(marks, pages = []) {
    const lines = this.lines ? marks.map((mark) => [mark.id, this.#lineOf(mark)]) : [];
    for (const [id, line] of lines) this.lines.set(id, line);
    this.#keep(marks, pages);
    if (this.lines && (marks.length || pages.length)) this.onListed();
  }

  // Keep marks, and draw the pages that they are on and were on.
  #keep(marks, pages = []) {
    for (const { id, pages: now } of marks) pages.push(...this.#pagesOf(id), ...Object.keys(now).map(Number));
    for (const mark of marks) this.whole.set(mark.id, mark);
    if (pages.length) this.onChanged([...new Set(pages)]);
  }

  #pagesOf(id) {
    return Object.keys(this.whole.get(id)?.pages ?? {}).map(Number);
  }

  #remove(id) {
    const pages = this.#pagesOf(id);
    this.whole.delete(id);
    this.lines?.delete(id);
    return pages;
  }

  #forgetAll() {
    const pages = [...this.whole.values()].flatMap((mark) => Object.keys(mark.pages).map(Number));
    const hadLines = this.lines !== null;
    this.whole.clear();
    this.chunks.clear();
    this.listing = this.lines = null;
    this.onChanged([...new Set(pages)]);
    this.sheets.live.forEach((sheet) => this.near(sheet.number));
    if (hadLines) this.list();
  }

  // The server ends each answer and the browser asks again, after the time it is told.
  #listen() {
    this.source?.close();
    if (document.visibilityState === "hidden") return;
    this.source = new EventSource(`${this.address}/changes?after=${this.newest}`);
    this.source.addEventListener("message", (event) => {
      this.newest = event.lastEventId;
      this.apply(JSON.parse(event.data));
    });
    // A browser gives up when the answer is none of ours, as when the session has ended.
    this.source.addEventListener("error", ({ target }) => {
      if (target.readyState === EventSource.CLOSED) setTimeout(() => this.#listen(), LATER);
    });
  }
}
