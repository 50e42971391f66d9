// Load the pictures of pages near the window. Pages scrolled past are not requested, so
// that the one where the reader stops is drawn at once; distant requests are dropped.

const NEAR = "150% 0px"; // of the window's height
const FAR = "500% 0px";
const PAUSE = 80; // milliseconds that a page must stay near

export function showPicturesNear(sheets) {
  for (const { element, number } of sheets.all) {
    const picture = element.querySelector("img");
    if (Math.abs(number - sheets.current) < 2) continue; // already loading
    picture.loading = "eager"; // the pause above replaces lazy loading
    hide(picture);
  }
  sheets.watch(NEAR, (sheet, isNear) => {
    clearTimeout(sheet.pictureTimer);
    const picture = sheet.element.querySelector("img");
    if (isNear) soon(sheets, sheet, picture);
    else if (!picture.complete) hide(picture);
  });
  sheets.watch(FAR, (sheet, isNear) => isNear || hide(sheet.element.querySelector("img")));
}

function soon(sheets, sheet, picture) {
  const act = () => (sheets.isFlying ? soon(sheets, sheet, picture) : show(picture));
  sheet.pictureTimer = setTimeout(act, PAUSE);
}

function hide(picture) {
  if (!picture.hasAttribute("src")) return;
  picture.dataset.srcset = picture.srcset;
  picture.dataset.src = picture.getAttribute("src");
  picture.removeAttribute("srcset");
  picture.removeAttribute("src");
}

function show(picture) {
  if (!picture.dataset.src) return;
  picture.srcset = picture.dataset.srcset;
  picture.src = picture.dataset.src;
  delete picture.dataset.src;
}
