// Mark words in the text of a page: what is selected is marked in the viewer.

const text = document.getElementById("page-text");
const offer = document.getElementById("offer");

document.addEventListener("selectionchange", () => {
  const selected = getSelection();
  const inside = selected.rangeCount && !selected.isCollapsed && text.contains(selected.anchorNode) && text.contains(selected.focusNode);
  const words = inside ? [...text.querySelectorAll("[data-start]")].filter((word) => selected.containsNode(word, true)) : [];
  offer.hidden = !words.length;
  if (!words.length) return;
  const starts = words.map((word) => Number(word.dataset.start));
  const ends = words.map((word) => Number(word.dataset.end));
  const address = new URL(text.dataset.viewer, location.href);
  const values = { page: text.dataset.page, capture: 1, start: Math.min(...starts), end: Math.max(...ends) };
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  offer.querySelector("a").href = address;
});
