// Convert between the browser's selection and offsets in the canonical text.
//
// The browser counts UTF-16 units of one text node; we count code points of the report.

export function selectNatively(sheets, spans, anchor, focus) {
  const from = pointAt(sheets, spans, anchor);
  const to = pointAt(sheets, spans, focus);
  if (from && to) getSelection().setBaseAndExtent(from.node, from.units, to.node, to.units);
}

// The browser's selection inside the layers, as [anchor, focus] offsets, or null.
export function selectedNatively(scroller) {
  const selected = getSelection();
  if (!selected.rangeCount || selected.isCollapsed) return null;
  const anchor = offsetAt(scroller, selected.anchorNode, selected.anchorOffset);
  const focus = offsetAt(scroller, selected.focusNode, selected.focusOffset);
  return anchor === null || focus === null || anchor === focus ? null : [anchor, focus];
}

function pointAt(sheets, spans, offset) {
  const page = spans.pageAt(offset);
  const word = page?.wordAt(offset);
  const layer = page && sheets.sheet(page.number).layer;
  const run = word && [...(layer?.querySelectorAll("[data-start]") ?? [])].find((run) => startOf(run) <= word.start && word.end <= endOf(run));
  if (!run) return null;
  const count = Math.min(word.end, Math.max(word.start, offset)) - startOf(run);
  return { node: run.firstChild, units: [...run.textContent].slice(0, count).join("").length };
}

function offsetAt(scroller, node, units) {
  if (!scroller.contains(node)) return null;
  const run = node.parentElement?.closest("[data-start]");
  if (run) return startOf(run) + [...node.data.trimEnd().slice(0, units)].length;
  if (node instanceof Text) return beside(node);
  const child = node.childNodes[units];
  if (child) return beside(child);
  const runs = node.querySelectorAll("[data-start]");
  return runs.length ? endOf(runs[runs.length - 1]) : beside(node);
}

// The start of the first run at or after a node, or else the end of the last before it.
function beside(node) {
  const layer = (node instanceof Text ? node.parentElement : node).closest(".text");
  if (!layer) return null;
  let before = null;
  for (const run of layer.querySelectorAll("[data-start]")) {
    const follows = node.contains(run) || node.compareDocumentPosition(run) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (follows) return startOf(run);
    before = run;
  }
  return before && endOf(before);
}

// A run of words, as layer.js lays them, holds the report's text letter for letter.
function startOf(run) {
  return Number(run.dataset.start);
}

function endOf(run) {
  return startOf(run) + [...run.textContent.trimEnd()].length;
}
