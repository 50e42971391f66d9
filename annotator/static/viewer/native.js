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
  const node = word && layer?.querySelector(`[data-start="${word.start}"]`)?.firstChild;
  if (!node) return null;
  const count = Math.min(word.size, Math.max(0, offset - word.start));
  return { node, units: [...word.text].slice(0, count).join("").length };
}

function offsetAt(scroller, node, units) {
  if (!scroller.contains(node)) return null;
  const word = node.parentElement?.closest("[data-start]");
  if (word) return Number(word.dataset.start) + [...node.data.slice(0, units)].length;
  if (node instanceof Text) return beside(node);
  const child = node.childNodes[units];
  if (child) return beside(child);
  const words = node.querySelectorAll("[data-start]");
  return words.length ? endOf(words[words.length - 1]) : beside(node);
}

// The start of the first word at or after a node, or else the end of the last before it.
function beside(node) {
  const layer = (node instanceof Text ? node.parentElement : node).closest(".text");
  if (!layer) return null;
  let before = null;
  for (const word of layer.querySelectorAll("[data-start]")) {
    const follows = node.contains(word) || node.compareDocumentPosition(word) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (follows) return Number(word.dataset.start);
    before = word;
  }
  return before && endOf(before);
}

function endOf(word) {
  return Number(word.dataset.start) + [...word.textContent].length;
}
