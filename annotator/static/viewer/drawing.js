// Drawings over the pages: the selection, hits, the frame of a figure.

const SVG = "http://www.w3.org/2000/svg";

export class Drawing {
  constructor(sheets) {
    this.sheets = sheets;
    this.drawn = new Map(); // name -> [{page, box}]
  }

  // Draw boxes and remove those drawn earlier under the same name.
  set(name, boxes) {
    this.drawn.set(name, boxes);
    this.sheets.live.forEach((sheet) => sheet.live && this.#paint(sheet, name));
  }

  // Draw again on sheets whose layer has just been added.
  refresh() {
    for (const name of this.drawn.keys()) this.set(name, this.drawn.get(name));
  }

  #paint(sheet, name) {
    const boxes = this.drawn.get(name).filter(({ page }) => page === sheet.number);
    let path = sheet.live.querySelector(`.${name}`);
    if (!boxes.length) return path?.remove();
    if (!path) {
      path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      sheet.live.append(path);
    }
    path.setAttribute("d", boxes.map(({ box }) => rectangle(box)).join(""));
  }
}

// A box as a part of a path.
export function rectangle([x0, y0, x1, y1]) {
  return `M${x0} ${y0}H${x1}V${y1}H${x0}z`;
}
