// The words of a page, and the one nearest to a point.
//
// Boxes are in points from the top left of the page; offsets count code points of the
// canonical text, not the UTF-16 units of JavaScript strings.

const NUDGE = 0.01; // decides between blocks that both hold a point: the one with the nearer line; chosen
const NO_WIDTH = 0.2; // points: stops are kept in tenths of a point, so that they are off by one
const MARK = 3; // the rank of footnote marks, which are read with the running text

export class PageWords {
  constructor(number, { words, blocks }) {
    this.number = number;
    this.words = wordsOf(words);
    this.structure = structured(blocks, this.words);
    this.lines = grouped(this.words, (word, last) => word.line !== last.line).map(toLine);
    this.blocks = withReach(grouped(this.lines, (line, last) => last.endsBlock || isApart(line, last)).map(toBlock));
    this.start = this.words.length ? this.words[0].start : null;
    this.end = this.words.length ? this.words[this.words.length - 1].end : null;
  }

  // The gap between two characters that is nearest to a point: of the word under it, or
  // else found by the nearest paragraph, then line, then letter. A drag that began in one
  // flow (running text, footnotes, page furniture) stays in it.
  nearest(x, y, stream = null) {
    const lines = this.lines.filter((line) => stream === null || line.stream === stream);
    if (!lines.length) return null;
    const line = lineUnder(lines, x, y) ?? this.#nearestLine(x, y, stream);
    return { offset: offsetInLine(line, x, y), stream: line.stream };
  }

  #nearestLine(x, y, stream) {
    const blocks = this.blocks.filter((block) => stream === null || block.stream === stream);
    const block = least(blocks, (b) => away(b.reach, x, y) + 0.2 * away(b.box, x, y) + NUDGE * awayFromLines(b, x, y));
    return least(block.lines, (l) => 1000 * awayAcross(l, x, y) + away(l.box, x, y));
  }

  // The word that holds an offset, or else the next one.
  wordAt(offset) {
    return this.words.find((word) => offset < word.end) ?? this.words[this.words.length - 1];
  }

  lineOf(word) {
    return this.lines.find((line) => line.number === word.line);
  }
}

// Words come as columns, with lengths in tenths of a point and what grows as steps from
// the word before (see web/page_words.py).
function wordsOf(columns) {
  let [right, top, end, line] = [0, 0, 0, 0];
  return columns.text.map((text, at) => {
    const [flow, turn] = [columns.flow[at], columns.turn[at]];
    const left = right + columns.left[at];
    right = left + columns.width[at];
    top += columns.top[at];
    line += columns.line[at];
    const box = [left, top, right, top + columns.height[at]].map((tenths) => tenths / 10);
    const size = [...text].length;
    const start = end + columns.start[at];
    end = start + size;
    return {
      text, size, box, start, end, line, flow, turn,
      after: columns.after[at],
      stream: flow === MARK ? 0 : flow,
      hyphen: columns.hyphen[at],
      endsSentence: Boolean(columns.ends[at]),
      stops: stopsOf(box, size, turn, columns.steps[at]),
    };
  });
}

// Where the letters of a word begin, and where the last one ends, in points along it.
function stopsOf(box, size, turn, steps) {
  const length = turn % 2 ? box[3] - box[1] : box[2] - box[0];
  if (steps.length !== size - 1) return Array.from({ length: size + 1 }, (_, at) => (length * at) / size);
  const stops = [0];
  for (const step of steps) stops.push(Math.min(length, stops[stops.length - 1] + step / 10));
  return [...stops, length];
}

// How far along a word a point is, from where the word begins. Words turn by quarters,
// clockwise: 0 runs to the right, 1 down, 2 to the left, 3 up.
function along({ box: [x0, y0, x1, y1], turn }, x, y) {
  return [x - x0, y - y0, x1 - x, y1 - y][turn] ?? x - x0;
}

// The point of a word at a distance along it, in the middle of its height.
export function pointAt({ box: [x0, y0, x1, y1], turn }, distance) {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return [[x0 + distance, y], [x, y0 + distance], [x1 - distance, y], [x, y1 - distance]][turn] ?? [x0 + distance, y];
}

// The box of a part of a word, between two distances along it.
export function partOf({ box: [x0, y0, x1, y1], turn }, from, to) {
  if (turn === 1) return [x0, y0 + from, x1, y0 + to];
  if (turn === 2) return [x1 - to, y0, x1 - from, y1];
  if (turn === 3) return [x0, y1 - to, x1, y1 - from];
  return [x0 + from, y0, x0 + to, y1];
}

// The blocks of the page as they are read aloud: each has cells, and these have lines.
function structured(blocks, words) {
  let at = 0;
  return blocks.map(([kind, level, counts]) => {
    const cells = counts.map((count) => words.slice(at, (at += count)));
    const lines = (cell) => grouped(cell, (word, last) => word.line !== last.line).map(toLine);
    return { kind, level, cells: cells.map(lines) };
  });
}

function toLine(words) {
  const last = words[words.length - 1];
  return {
    number: words[0].line,
    words,
    box: around(words),
    stream: words[0].stream,
    turn: words[0].turn,
    endsBlock: last.after !== "\n" && last.after !== " " && last.after !== "",
  };
}

function toBlock(lines) {
  return { lines, box: around(lines), stream: lines[0].stream };
}

// Whether a line stands above the last one or beside it, as in the next column or cell: a
// paragraph that goes on there has no box of its own that holds nothing else.
function isApart({ box, turn }, last) {
  if (turn || last.turn) return turn !== last.turn;
  return box[3] <= last.box[1] || box[0] >= last.box[2] || box[2] <= last.box[0];
}

// The line with a word at a point; of two whose boxes overlap, that whose middle is nearer.
function lineUnder(lines, x, y) {
  const under = lines.filter((line) => line.words.some((word) => away(word.box, x, y) === 0));
  return under.length ? least(under, (line) => fromMiddle(line, x, y)) : null;
}

function awayFromLines({ lines }, x, y) {
  return Math.min(...lines.map((line) => away(line.box, x, y)));
}

function fromMiddle({ box: [x0, y0, x1, y1], turn }, x, y) {
  return turn % 2 ? Math.abs((x0 + x1) / 2 - x) : Math.abs((y0 + y1) / 2 - y);
}

// The area in which a pointer belongs to a block: the whole width of its column, up to
// the blocks beside it. A point right of a short last line is thus at that line's end.
function withReach(blocks) {
  for (const block of blocks) {
    let [left, top, right, bottom] = block.box;
    for (const other of blocks) {
      if (other.box[0] < block.box[2] && block.box[0] < other.box[2]) {
        left = Math.min(left, other.box[0]);
        right = Math.max(right, other.box[2]);
      }
    }
    for (const other of blocks) {
      const beside = other.box[1] < bottom && top < other.box[3];
      if (!beside || other === block) continue;
      if (other.box[0] >= block.box[2]) right = Math.min(right, (block.box[2] + other.box[0]) / 2);
      if (other.box[2] <= block.box[0]) left = Math.max(left, (block.box[0] + other.box[2]) / 2);
    }
    block.reach = [Math.min(left, block.box[0]), top, Math.max(right, block.box[2]), bottom];
  }
  return blocks;
}

export function offsetInLine(line, x, y) {
  const word = least(line.words, (w) => away(w.box, x, y));
  const at = along(word, x, y);
  const ends = word.stops.map((stop, letter) => [Math.abs(stop - at), letter]);
  const apart = ends.filter(([, letter]) => !isWithinGlyph(word, letter));
  return word.start + least(apart, ([distance]) => distance)[1];
}

// Whether a letter begins where the next one does: it is the rest of a ligature, or an
// accent, and the word cannot be cut before it.
function isWithinGlyph({ stops, size }, letter) {
  return letter > 0 && letter < size && stops[letter + 1] - stops[letter] < NO_WIDTH;
}

function grouped(items, startsNew) {
  const groups = [];
  items.forEach((item, at) => {
    if (at === 0 || startsNew(item, items[at - 1])) groups.push([]);
    groups[groups.length - 1].push(item);
  });
  return groups;
}

export function around(items) {
  const boxes = items.map((item) => item.box ?? item);
  const side = (pick, at) => pick(...boxes.map((box) => box[at]));
  return [side(Math.min, 0), side(Math.min, 1), side(Math.max, 2), side(Math.max, 3)];
}

function away([x0, y0, x1, y1], x, y) {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}

// How far a point is above or below a line, as the line runs.
function awayAcross({ box: [x0, y0, x1, y1], turn }, x, y) {
  return turn % 2 ? Math.max(x0 - x, 0, x - x1) : Math.max(y0 - y, 0, y - y1);
}

function least(items, measure) {
  let best = items[0];
  let lowest = Infinity;
  for (const item of items) {
    const measured = measure(item);
    if (measured < lowest) [best, lowest] = [item, measured];
  }
  return best;
}
