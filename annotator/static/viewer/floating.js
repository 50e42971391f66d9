// Place a box below its subject if there is room, else above; on a phone, the style sheet
// puts it at the foot of the screen.

const GAP = 10; // pixels

export function floatBeside(box, sheets, boxes) {
  const first = sheets.place(sheets.sheet(boxes[0].page), boxes[0].box);
  const end = boxes[boxes.length - 1];
  const last = sheets.place(sheets.sheet(end.page), end.box);
  const { scroller } = sheets;
  const { scrollTop, scrollLeft, clientHeight, clientWidth } = scroller;
  const above = first.top - GAP - box.offsetHeight;
  const below = last.bottom + GAP;
  const fits = below + box.offsetHeight <= scrollTop + clientHeight;
  const top = fits || above < scrollTop ? below : above;
  const left = Math.min(last.right - box.offsetWidth / 2, scrollLeft + clientWidth - box.offsetWidth - GAP);
  box.style.top = `${top}px`;
  box.style.left = `${Math.max(scrollLeft + GAP, left)}px`;
  return { top, bottom: top + box.offsetHeight };
}

// Scroll until the box is visible, but keep its subject in view.
export function bringIntoView(sheets, { top, bottom }, about) {
  const { scroller } = sheets;
  const beyond = bottom + GAP - (scroller.scrollTop + scroller.clientHeight);
  if (getComputedStyle(scroller).getPropertyValue("--sheet-at-foot").trim() === "yes") return;
  const room = about - scroller.scrollTop - GAP;
  if (beyond > 0 && top > about) scroller.scrollTop += Math.min(beyond, Math.max(0, room));
}
