// In a frame beside another viewer: tell where the reader is, as pages and shares of one,
// and go where the other one leads.

const TOUCHES = ["wheel", "keydown", "pointerdown", "pointerenter", "touchmove"];

export function followBeside(sheets) {
  if (parent === self) return;
  const tell = (what) => parent.postMessage(what, location.origin);
  const place = () => sheets.here.page + sheets.here.share;
  for (const kind of TOUCHES) sheets.scroller.addEventListener(kind, () => tell({ isTouched: true }), { passive: true, capture: true });
  sheets.scroller.addEventListener("scroll", () => tell({ place: place() }), { passive: true });
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== location.origin || source !== parent || !Number.isFinite(data.goTo)) return;
    const page = Math.floor(data.goTo);
    sheets.goTo(page, data.goTo - page);
  });
  tell({ place: place() });
}
