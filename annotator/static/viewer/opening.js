// Open the report at the place in the address, or where the person was last.

export function openAt({ root, sheets, places, panel, find, list, layers, shapes, selecting, capture, showMark, markSelected }) {
  const [hitPage] = Object.keys(shapes.hit).map(Number);

  async function goWhereAsked({ hash }) {
    const [, passage] = /^#passage-(\d+)$/.exec(hash) ?? [];
    const [, page] = /^#page[-=](\d+)/.exec(hash) ?? [null, root.dataset.page];
    if (passage) return showMark(await list.load().then((lines) => lines.find(({ id }) => id === Number(passage))));
    return page ? sheets.goTo(Number(page)) : undefined;
  }

  // A search led here to make words evidence: select them, and open the form.
  async function captureWhereAsked() {
    const [start, end] = (root.dataset.capture ?? "").split("-").map(Number);
    if (!end || !hitPage || !markSelected) return;
    await layers.load(hitPage);
    selecting.select(start, end);
    markSelected();
    const { claim, claimText } = root.dataset;
    if (claim) capture.linkTo(claim, claimText);
  }

  const isAsked = hitPage || root.dataset.page || location.hash;
  const isBack = Boolean(history.state?.place);
  sheets.begin(isAsked && !isBack ? null : places.last);
  if (!isBack && hitPage) sheets.reveal(hitPage, shapes.hit[hitPage][0]);
  else if (!isBack) goWhereAsked(location);
  // The address itself may be another by now: it follows the reader.
  addEventListener("hashchange", ({ newURL }) => goWhereAsked(new URL(newURL)));
  captureWhereAsked();
  const words = new URL(location.href).searchParams.get("find");
  if (!words) return;
  panel.open("find", { show: !panel.isDrawer });
  find.look(words);
}
