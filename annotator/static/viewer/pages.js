// The pages of a report: their words, laid over the pictures as they come near.
//
// A word is [text, x0, y0, x1, y1, start, line, after, flow]: its box in points from the
// top left of the page, and where it starts in the canonical text, in code points.

const NEAR = "150% 0px"; // of the window's height: pages so near get their words
const KEPT = 12; // pages that keep their words; the ones farthest away lose them
const measure = document.createElement("canvas").getContext("2d");
const FONT = "Times New Roman, serif";

export class Pages {
  constructor(root) {
    this.root = root;
    this.readonly = root.hasAttribute("data-readonly");
    this.leaves = [...root.querySelectorAll(".leaf")];
    this.words = new Map(); // page number -> words, each with its element
    this.current = 1;
    this.listeners = [];
    this.scale = 1;
  }

  start() {
    const near = new IntersectionObserver((entries) => this.#come(entries), { rootMargin: NEAR });
    this.leaves.forEach((leaf) => near.observe(leaf));
    this.#watchCurrent();
    new ResizeObserver(() => this.rescale()).observe(this.root);
    this.#openWhereAsked();
  }

  leaf(number) {
    return this.leaves[number - 1];
  }

  onTurn(listener) {
    this.listeners.push(listener);
  }

  turn(by) {
    const leaf = this.leaf(Math.min(this.leaves.length, Math.max(1, this.current + by)));
    leaf.scrollIntoView({ block: "start" });
  }

  // Go to a page by its printed label, or by its number in the file.
  goTo(asked) {
    const leaf =
      this.leaves.find((each) => each.dataset.label.toLowerCase() === asked.toLowerCase()) ??
      this.leaf(Number(asked));
    leaf?.scrollIntoView({ block: "start" });
    return Boolean(leaf);
  }

  zoom(factor) {
    this.scale = Math.min(3, Math.max(0.5, this.scale * factor));
    this.root.style.setProperty("--zoom", this.scale);
    this.rescale();
  }

  fit() {
    this.scale = 1;
    this.zoom(1);
  }

  rescale() {
    for (const leaf of this.leaves) {
      const layer = leaf.querySelector(".leaf-text");
      if (layer.firstChild) this.#fitLayer(leaf, layer);
    }
    const width = Math.round(this.leaves[0]?.clientWidth ?? 0);
    if (width) this.root.querySelectorAll("img").forEach((img) => (img.sizes = `${width}px`));
  }

  // Where a point of the window is on a page, in points; the nearest page if on none.
  locate(x, y) {
    let best = null;
    for (const leaf of this.leaves) {
      const box = leaf.getBoundingClientRect();
      if (box.bottom < -2000 || box.top > innerHeight + 2000) continue;
      const away = Math.max(box.top - y, 0, y - box.bottom);
      if (!best || away < best.away) best = { leaf, box, away };
    }
    if (!best) return null;
    const perPixel = Number(best.leaf.dataset.width) / best.box.width;
    return {
      number: Number(best.leaf.dataset.number),
      x: (x - best.box.left) * perPixel,
      y: (y - best.box.top) * perPixel,
    };
  }

  // Draw boxes over pages, in place of what was drawn with this name before.
  draw(name, boxes) {
    this.root.querySelectorAll(`.leaf-marks .${name}`).forEach((each) => each.remove());
    for (const [number, [x0, y0, x1, y1]] of boxes) {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", name);
      rect.setAttribute("x", x0);
      rect.setAttribute("y", y0);
      rect.setAttribute("width", x1 - x0);
      rect.setAttribute("height", y1 - y0);
      this.leaf(number).querySelector(".leaf-marks").prepend(rect);
    }
  }

  #come(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.fill(target);
    }
  }

  async fill(leaf) {
    const number = Number(leaf.dataset.number);
    const layer = leaf.querySelector(".leaf-text");
    if (layer.firstChild || leaf.dataset.coming) return;
    leaf.dataset.coming = "yes";
    try {
      const answer = await fetch(this.root.dataset.words.replace("{n}", number));
      if (!answer.ok) throw new Error(`words of page ${number}: ${answer.status}`);
      this.#lay(leaf, layer, await answer.json());
      this.#forgetFar(number);
    } finally {
      delete leaf.dataset.coming;
    }
  }

  #lay(leaf, layer, rows) {
    const number = Number(leaf.dataset.number);
    const words = rows.map(([text, x0, y0, x1, y1, start, line, after]) => ({
      text, x0, y0, x1, y1, start, line, after, page: number,
    }));
    const built = document.createDocumentFragment();
    words.forEach((word, at) => {
      word.el = span(word, words[at + 1]);
      built.append(word.el);
    });
    if (!words.length) built.append(document.createElement("span"));
    layer.replaceChildren(built);
    this.words.set(number, words);
    this.#fitLayer(leaf, layer);
  }

  #fitLayer(leaf, layer) {
    const factor = leaf.clientWidth / Number(leaf.dataset.width);
    layer.style.width = `${leaf.dataset.width}px`;
    layer.style.height = `${leaf.dataset.height}px`;
    layer.style.transform = `scale(${factor})`;
  }

  #forgetFar(number) {
    const selected = getSelection();
    const far = [...this.words.keys()].sort((a, b) => Math.abs(b - number) - Math.abs(a - number));
    for (const page of far) {
      if (this.words.size <= KEPT) return;
      const layer = this.leaf(page).querySelector(".leaf-text");
      if (!selected.isCollapsed && selected.containsNode(layer, true)) continue;
      layer.replaceChildren();
      this.words.delete(page);
    }
  }

  #watchCurrent() {
    const seen = new IntersectionObserver(
      (entries) => {
        const shown = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
        if (!shown.length) return;
        this.current = Number(shown[0].dataset.number);
        this.listeners.forEach((listener) => listener(shown[0].dataset.label));
      },
      { rootMargin: "-45% 0px -45% 0px" },
    );
    this.leaves.forEach((leaf) => seen.observe(leaf));
  }

  #openWhereAsked() {
    const hit = this.root.querySelector(".hit");
    const asked = Number(this.root.dataset.page);
    if (location.hash) document.querySelector(location.hash)?.scrollIntoView({ block: "center" });
    else if (hit) hit.scrollIntoView({ block: "center" });
    else if (asked > 1) this.leaf(asked)?.scrollIntoView({ block: "start" });
  }
}

// A word as text over its picture, stretched to reach the next word on its line, so that
// a selection has no holes.
function span(word, next) {
  const element = document.createElement("span");
  const size = word.y1 - word.y0;
  const joined = next && next.line === word.line && next.x0 >= word.x0;
  const spaced = joined && word.after === " ";
  element.textContent = word.text + (spaced ? " " : word.after === "" ? "" : "\n");
  element.className = "w";
  element.style.left = `${word.x0}px`;
  element.style.top = `${word.y0}px`;
  element.style.fontSize = `${size * 0.86}px`;
  element.style.height = element.style.lineHeight = `${size}px`;
  measure.font = `${size * 0.86}px ${FONT}`;
  const shown = spaced ? word.text + " " : word.text;
  const natural = measure.measureText(shown).width || 1;
  const wanted = (spaced ? next.x0 : word.x1) - word.x0;
  element.style.transform = `scaleX(${wanted / natural})`;
  return element;
}
