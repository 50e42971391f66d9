// Mozilla's viewer components, put together as their examples do, for benchmarks/reader.py.

import * as pdfjs from "./build/pdf.mjs";

globalThis.pdfjsLib = pdfjs; // the viewer looks for it there
const { EventBus, PDFLinkService, PDFViewer } = await import("./web/pdf_viewer.mjs");

pdfjs.GlobalWorkerOptions.workerSrc = "build/pdf.worker.mjs";
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const container = document.querySelector("#container");
const viewer = new PDFViewer({ container, eventBus, linkService });
linkService.setViewer(viewer);
eventBus.on("pagesinit", () => (viewer.currentScaleValue = "page-width"));

const drawn = new Set(); // pages whose picture and text are there
eventBus.on("textlayerrendered", ({ pageNumber }) => drawn.add(pageNumber));

globalThis.reader = {
  pages: 0,
  goTo: (page) => (viewer.currentPageNumber = page),
  isShown: (page) => drawn.has(page) && Boolean(viewer.getPageView(page - 1).canvas),
};

const document_ = await pdfjs.getDocument({ url: "report.pdf", cMapUrl: "cmaps/", cMapPacked: true }).promise;
globalThis.reader.pages = document_.numPages;
viewer.setDocument(document_);
linkService.setDocument(document_);
