// What somebody has typed and not saved yet, kept in this browser (IndexedDB) by place.
// Everybody has drafts of their own: another person at the same browser never sees them.

import { say } from "./toast.js";

const STORE = "drafts";
const KEPT_DAYS = 60;
const { person } = document.body.dataset;
let database = null;
let hasSaid = false;

function open() {
  database ??= new Promise((done, failed) => {
    const request = indexedDB.open("annotator", 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: ["person", "place"] });
      store.createIndex("at", "at");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  }).then(sweep);
  return database;
}

function sweep(opened) {
  opened.onclose = () => (database = null); // the browser may close it; it is opened again
  opened.onversionchange = () => opened.close();
  const long = new Date(Date.now() - KEPT_DAYS * 24 * 3600 * 1000);
  const cursor = opened.transaction(STORE, "readwrite").objectStore(STORE).index("at").openCursor(IDBKeyRange.upperBound(long));
  cursor.onsuccess = () => {
    cursor.result?.delete();
    cursor.result?.continue();
  };
  return opened;
}

// Run ``act`` on the store; wait until it is done, and return its result.
async function within(mode, act) {
  const opened = await open();
  return new Promise((done, failed) => {
    const transaction = opened.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = () => failed(transaction.error);
    transaction.commit?.(); // at once, as the page may be about to go
  });
}

// A browser may have no such store (a private window) or no room in it: then everything
// works but this, and it is said once.
async function orSay(work, otherwise) {
  if (!person) return otherwise;
  try {
    return await work();
  } catch (error) {
    console.warn("Drafts are not saved:", error);
    if (!hasSaid) say("This browser does not keep unsaved text: save before you leave the page.");
    hasSaid = true;
    return otherwise;
  }
}

// Keep ``values`` (anything that can be cloned) as the draft of a place; return whether
// they are kept.
export function keepDraft(place, values) {
  const draft = { person, place, values, at: new Date() };
  return orSay(() => within("readwrite", (store) => store.put(draft)).then(() => true), false);
}

// Return the draft of a place as {values, at}, or null.
export function findDraft(place) {
  const find = () => within("readonly", (store) => store.get([person, place]));
  return orSay(() => find().then((found) => (found ? { values: found.values, at: found.at } : null)), null);
}

// Forget the draft of a place, if there is one.
export function dropDraft(place) {
  return orSay(() => within("readwrite", (store) => store.delete([person, place])), undefined);
}

// Return the drafts whose place begins with ``prefix``, the newest first, each as
// {place, values, at}.
export function listDrafts(prefix = "") {
  const range = () => IDBKeyRange.bound([person, prefix], [person, `${prefix}\uffff`]);
  const list = () => within("readonly", (store) => store.getAll(range()));
  return orSay(() => list().then((found) => found.sort((one, other) => other.at - one.at).map(({ place, values, at }) => ({ place, values, at }))), []);
}
