// Two viewers side by side: when they scroll together, the one that somebody touches leads,
// and the other keeps the distance that it had when this was switched on.

const frames = [...document.querySelectorAll(".beside-frames iframe")];
const together = document.getElementById("together");
const places = new Map(); // window of a frame -> where it is, in pages
let apart = 0; // pages from the first frame to the second
let leader = null;

const placeOf = ({ contentWindow }) => places.get(contentWindow) ?? 0;

together?.addEventListener("change", () => {
  apart = placeOf(frames[1]) - placeOf(frames[0]);
});

addEventListener("message", ({ origin, source, data }) => {
  const frame = frames.find(({ contentWindow }) => contentWindow === source);
  if (!frame || origin !== location.origin) return;
  if (data.isTouched) leader = frame;
  if (data.place === undefined) return;
  places.set(source, data.place);
  if (!together?.checked || frame !== leader) return;
  const other = frames.find((each) => each !== frame);
  const place = data.place + (frame === frames[0] ? apart : -apart);
  other.contentWindow.postMessage({ goTo: Math.max(1, place) }, location.origin);
});
