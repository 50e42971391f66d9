// Runs of words: as many words of a line as one element of the text layer can hold.
//
// The font is as large as makes the line as wide as it is printed; then all letters of a
// run are stretched alike and all its gaps too, so that each word stands where it is in
// the picture. With an element and a space for each word a page takes several times the
// memory: on 43 pages of the shared reports 13,791 words are 5,527 runs.

const NEAR = 0.5; // points by which a word may be off its picture: a fifth of a full stop
const SHARE = 0.82; // font size as a share of the line's height, where its words have no width; chosen
const SPREAD = 1.6; // by which it may be larger or smaller than that; chosen
const EM = 100; // pixels of the fonts that are measured
const FAMILIES = ["sans", "serif"].map((name) => ({ name, measure: measured(name === "sans" ? "sans-serif" : name) }));

function measured(family) {
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = `${EM}px ${family}`;
  measure.fontKerning = "none"; // as in the layer
  return (text) => measure.measureText(text).width / EM;
}

// The runs of a line in the font that needs the fewest: its family, its size and the width
// of its space, and for each run its words and what is added to a letter, all in points.
export function runsOf(line) {
  return FAMILIES.map((family) => inFont(line, family)).reduce((best, other) => (other.runs.length < best.runs.length ? other : best));
}

function inFont({ words, box }, { name, measure }) {
  const widths = words.map(({ text }) => measure(text));
  const usual = (box[3] - box[1]) * SHARE;
  const wanted = sum(words.map(widthOf)) / sum(widths) || usual;
  const size = Math.min(usual * SPREAD, Math.max(usual / SPREAD, wanted));
  const runs = split(words, widths.map((width) => width * size));
  return { family: name, size, space: measure(" ") * size, runs };
}

function split(words, widths) {
  const runs = [];
  let from = 0;
  while (from < words.length) {
    let run = fitted(words.slice(from, from + 1), widths.slice(from));
    for (let to = from + 2; to <= words.length && follows(words[to - 2], words[to - 1]); to += 1) {
      const longer = fitted(words.slice(from, to), widths.slice(from));
      if (longer.off > NEAR) break;
      run = longer;
    }
    runs.push(run);
    from += run.words.length;
  }
  return runs;
}

function follows(word, next) {
  return word.after === " " && next.start === word.end + 1;
}

// What to add to each letter, how wide to make each gap, and how far off a word is then at
// most, all in points.
function fitted(words, widths) {
  const [left, right] = [words[0].box[0], words.at(-1).box[2]];
  const printed = words.map(widthOf);
  const letters = (sum(printed) - sum(widths.slice(0, words.length))) / sum(words.map(({ size }) => size));
  const gap = words.length > 1 ? (right - left - sum(printed)) / (words.length - 1) : 0;
  let at = left;
  let off = 0;
  words.forEach(({ box, size }, index) => {
    off = Math.max(off, Math.abs(at - box[0]));
    at += widths[index] + letters * size;
    off = Math.max(off, Math.abs(at - box[2]));
    at += gap;
  });
  return { words, letters, gap, off };
}

function widthOf({ box }) {
  return box[2] - box[0];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
