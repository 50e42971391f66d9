// Where each sheet lies in the scroller's content, in pixels: fitted to the width or to the
// window, or at a share of 100 %; one or two in a row; as the PDF has it, or turned.

const PIXELS_PER_POINT = 4 / 3; // at 100 %
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const WIDEST = 896; // pixels: a page fitted to the width is no wider
const GAP = 14; // pixels between sheets
const SMALL = 640; // pixels: in a window narrower than this, pages have hardly a margin
export const TOP = 12; // pixels above the first sheet

export class Layout {
  // The sheets have their size as the PDF has it, {width, height}, in points.
  constructor(sheets) {
    this.sheets = sheets;
    this.rows = [];
    this.zoom = "width"; // or "page", or a share of 100 %
    this.turn = 0; // quarters, clockwise
    this.columns = 1;
    this.aside = 0; // pixels at the right of the pages that are kept for notes
  }

  get isLaidOut() {
    return this.rows.length > 0;
  }

  // Give each sheet its scale (pixels a point), and its place and size as it is shown:
  // left, top, wide, tall.
  layOut({ clientWidth, clientHeight }) {
    const margin = clientWidth < SMALL ? 4 : 16;
    const wide = clientWidth - this.aside - 2 * margin;
    const share = { wide: (wide - GAP * (this.columns - 1)) / this.columns, tall: clientHeight - 2 * TOP };
    this.rows = [];
    let top = TOP;
    for (let at = 0; at < this.sheets.length; at += this.columns) {
      const sheets = this.sheets.slice(at, at + this.columns);
      sheets.forEach((sheet) => Object.assign(sheet, this.#sized(sheet, share), { top }));
      const row = { sheets, top, tall: Math.max(...sheets.map(({ tall }) => tall)), wide: -GAP };
      for (const sheet of sheets) row.wide += GAP + sheet.wide;
      this.rows.push(row);
      top += row.tall + GAP;
    }
    this.height = top;
    this.width = Math.max(clientWidth, ...this.rows.map((row) => row.wide + 2 * margin + this.aside));
    for (const row of this.rows) {
      let left = (this.width - this.aside - row.wide) / 2;
      for (const sheet of row.sheets) {
        sheet.left = left;
        left += sheet.wide + GAP;
      }
    }
  }

  #sized(sheet, share) {
    const [width, height] = this.#shown(sheet);
    const fitted = Math.min(share.wide, WIDEST);
    const scale = {
      width: fitted / width,
      page: Math.min(share.wide / width, share.tall / height),
    }[this.zoom] ?? PIXELS_PER_POINT * this.zoom;
    return { scale, wide: width * scale, tall: height * scale };
  }

  #shown({ width, height }) {
    return this.turn % 2 ? [height, width] : [width, height];
  }

  // The size of a sheet as it is shown, as a share of 100 %.
  sizeOf({ scale }) {
    return scale / PIXELS_PER_POINT;
  }

  clamp(zoom) {
    return typeof zoom === "number" ? Math.min(STEPS.at(-1), Math.max(STEPS[0], zoom)) : zoom;
  }

  // The next size in steps that is larger (1) or smaller (-1), or undefined.
  next(size, direction) {
    return direction > 0 ? STEPS.find((s) => s > size * 1.02) : STEPS.findLast((s) => s < size / 1.02);
  }

  // The sheet nearest to a place in the content. Binary search: a report has hundreds of
  // sheets, and drags call this often.
  nearest(across, down) {
    let [low, high] = [0, this.rows.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { top, tall } = this.rows[middle];
      if (down < (top + tall + this.rows[middle + 1].top) / 2) high = middle;
      else low = middle + 1;
    }
    const { sheets } = this.rows[low];
    return sheets.find(({ left, wide }) => across < left + wide + GAP / 2) ?? sheets.at(-1);
  }

  rowOf({ number }) {
    return this.rows[Math.floor((number - 1) / this.columns)];
  }

  // A place in the content as points of a sheet that is near it.
  pointsAt(sheet, across, down) {
    const [x, y] = [(across - sheet.left) / sheet.scale, (down - sheet.top) / sheet.scale];
    const { width, height } = sheet;
    return [[x, y], [y, height - x], [width - x, height - y], [width - y, x]][this.turn];
  }

  // A step on the screen as a step on the page.
  wayOn(across, down) {
    return [[across, down], [down, -across], [-across, -down], [-down, across]][this.turn];
  }

  // A box of a sheet, in points, as pixels of the content.
  place(sheet, box) {
    const { left, top, scale } = sheet;
    const [x0, y0, x1, y1] = this.turned(sheet, box);
    return { left: left + x0 * scale, top: top + y0 * scale, right: left + x1 * scale, bottom: top + y1 * scale };
  }

  // A box of a sheet as it is seen, from the top left of the sheet as it is shown.
  turned({ width, height }, [x0, y0, x1, y1]) {
    return [
      [x0, y0, x1, y1],
      [height - y1, x0, height - y0, x1],
      [width - x1, height - y1, width - x0, height - y0],
      [y0, width - x1, y1, width - x0],
    ][this.turn];
  }

  // Put the element of a sheet in its place, and its face, which has the size and the
  // direction of the PDF's page, into it.
  fit({ element, face, left, top, wide, tall, width, height, scale }) {
    Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${tall}px` });
    const moved = [[0, 0], [wide, 0], [wide, tall], [0, tall]][this.turn];
    const transform = this.turn ? `translate(${moved.map((by) => `${by}px`).join()}) rotate(${90 * this.turn}deg)` : "none";
    Object.assign(face.style, { width: `${width * scale}px`, height: `${height * scale}px`, transform });
  }
}
