// Ctrl + wheel and two fingers zoom around the point under them.

const SPEED = 0.0025; // of the size, for each pixel that a wheel turns

export function followZoom(sheets) {
  const { scroller } = sheets;
  const touches = new Map(); // pointer -> {x, y}
  let pinch = null; // {apart, size} when two fingers came down

  scroller.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      sheets.setZoom(sheets.size * Math.exp(-pixels * SPEED), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );

  const follow = (event) => event.pointerType === "touch" && touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const leave = (event) => touches.delete(event.pointerId) && (pinch = null);
  const apart = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);

  scroller.addEventListener("pointerdown", (event) => {
    if (!follow(event) || touches.size !== 2) return;
    pinch = { apart: apart([...touches.values()]), size: sheets.size };
  });
  scroller.addEventListener("pointermove", (event) => {
    if (!touches.has(event.pointerId) || !pinch) return;
    follow(event);
    const [a, b] = touches.values();
    sheets.setZoom((pinch.size * apart([a, b])) / pinch.apart, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  });
  for (const kind of ["pointerup", "pointercancel"]) scroller.addEventListener(kind, leave);
}
