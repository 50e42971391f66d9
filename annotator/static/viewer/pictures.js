// The pictures of the pages that are near. One that flies past is not asked for, so that
// the page where the reader stops is drawn at once; one far away is let go.

const NEAR = "150% 0px"; // of the window's height
const FAR = "500% 0px";
const PAUSE = 80; // milliseconds that a page must stay near

export function showPicturesNear(sheets) {
  for (const { element, number } of sheets.all) {
    const picture = element.querySelector("img");
    if (Math.abs(number - sheets.current) < 2) continue; // it is on its way
    picture.loading = "eager"; // from here on it is we who wait
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
