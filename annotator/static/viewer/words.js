// The words of a page, and the one nearest to a point.
//
// Boxes are in points from the top left of the page; offsets count code points of the
// canonical text, not the UTF-16 units of JavaScript strings.

const MARK = 3; // the rank of footnote marks, which are read with the running text

export class PageWords {
  constructor(number, rows) {
    this.number = number;
    this.words = rows.map(toWord);
    this.lines = grouped(this.words, (word, last) => word.line !== last.line).map(toLine);
    this.blocks = withReach(grouped(this.lines, (_line, last) => last.endsBlock).map(toBlock));
    this.start = this.words.length ? this.words[0].start : null;
    this.end = this.words.length ? this.words[this.words.length - 1].end : null;
  }

  // The gap between two characters that is nearest to a point, found by the nearest
  // paragraph, then line, then letter. A drag that began in one flow (running text,
  // footnotes, page furniture) stays in it.
  nearest(x, y, stream = null) {
    const blocks = this.blocks.filter((block) => stream === null || block.stream === stream);
    if (!blocks.length) return null;
    const block = least(blocks, (b) => away(b.reach, x, y) + 0.2 * away(b.box, x, y));
    const line = least(block.lines, (l) => 1000 * awayDown(l.box, y) + away(l.box, x, y));
    return { offset: offsetInLine(line, x), stream: block.stream };
  }

  // The word that holds an offset, or else the next one.
  wordAt(offset) {
    return this.words.find((word) => offset < word.end) ?? this.words[this.words.length - 1];
  }

  lineOf(word) {
    return this.lines.find((line) => line.number === word.line);
  }
}

function toWord([text, x0, y0, x1, y1, start, line, after, flow, hyphen, endsSentence]) {
  const size = [...text].length;
  const stream = flow === MARK ? 0 : flow;
  return { text, size, box: [x0, y0, x1, y1], start, end: start + size, line, after, flow, stream, hyphen, endsSentence };
}

function toLine(words) {
  const last = words[words.length - 1];
  return {
    number: words[0].line,
    words,
    box: around(words),
    stream: words[0].stream,
    endsBlock: last.after !== "\n" && last.after !== " " && last.after !== "",
  };
}

function toBlock(lines) {
  return { lines, box: around(lines), stream: lines[0].stream };
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

export function offsetInLine(line, x) {
  const word = least(line.words, (w) => Math.max(w.box[0] - x, 0, x - w.box[2]));
  const share = (x - word.box[0]) / (word.box[2] - word.box[0] || 1);
  return word.start + Math.min(word.size, Math.max(0, Math.round(share * word.size)));
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

function awayDown([, y0, , y1], y) {
  return Math.max(y0 - y, 0, y - y1);
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
