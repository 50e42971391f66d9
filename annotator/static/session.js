// The session of the person at this page: who it was made for, and signing in again
// without leaving it when the session has ended.

import { say } from "./toast.js";

const { person, personName, signsInAs } = document.body.dataset;
const PART = { "HX-Request": "true" }; // asks for the form without its page
const UNREACHABLE = "The server cannot be reached.";
let asking = null;

// Return the headers that a request of this page carries: its token, and whom it was made
// for, so that nothing is saved as somebody else who has signed in meanwhile.
export function headers() {
  return JSON.parse(document.body.getAttribute("hx-headers"));
}

// Fetch fresh tokens for the forms of the page; return whether the same person is still
// signed in.
export async function refreshTokens() {
  const here = await whoIsHere();
  if (String(here.person) === person) putTokens(here.csrf);
  return String(here.person) === person;
}

// Let the person sign in again, in a dialog. Return true when they are signed in and the
// page has fresh tokens; false if they would not, or somebody else has signed in.
export function signInAgain() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

async function ask() {
  try {
    const here = await whoIsHere();
    if (here.person !== null) return settle(here); // signed in again in another tab
    return await inDialog(await form());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(UNREACHABLE);
    return false;
  }
}

async function whoIsHere() {
  return (await fetch("/session", { cache: "no-store" })).json();
}

async function form() {
  const asked = new URLSearchParams({ name: signsInAs });
  return (await fetch(`/sign-in?${asked}`, { headers: PART, cache: "no-store" })).text();
}

function putTokens(csrf) {
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = csrf;
  document.body.setAttribute("hx-headers", JSON.stringify({ ...headers(), "X-CSRFToken": csrf }));
}

function settle(here) {
  if (String(here.person) === person) {
    putTokens(here.csrf);
    return true;
  }
  refuse(here.name);
  return false;
}

function inDialog(part) {
  const dialog = opened("Sign in again", `Your session has ended, ${personName}. What you typed is still here.`);
  const box = document.createElement("div");
  const later = button("Not now");
  dialog.append(box, later);
  box.innerHTML = part;
  later.addEventListener("click", () => dialog.close());
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(false);
    });
    dialog.addEventListener("submit", async (event) => {
      event.preventDefault();
      const here = await send(event.target, box);
      if (!here) return;
      done(settle(here));
      dialog.close();
    });
  });
}

// Send the form; return who is signed in then, or null when the dialog says why nobody is.
async function send(sent, box) {
  try {
    const body = new URLSearchParams(new FormData(sent));
    const answer = await fetch(sent.action, { method: "POST", headers: PART, body });
    if (answer.status === 204) return await whoIsHere();
    box.innerHTML = [422, 429].includes(answer.status) ? await answer.text() : await form();
    box.querySelector("[autofocus]")?.focus();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const line = sent.querySelector("[role=alert]") ?? document.createElement("p");
    Object.assign(line, { className: "error", role: "alert", textContent: `${UNREACHABLE} Try again.` });
    sent.prepend(line);
  }
  return null;
}

function refuse(name) {
  const typed = `What ${personName} typed stays on this computer, and only ${personName} sees it.`;
  const dialog = opened(`You are now signed in as ${name}`, `This page was opened by ${personName}. Nothing was saved. ${typed}`);
  const load = button("Reload the page", "primary");
  dialog.append(load);
  load.addEventListener("click", () => location.reload());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function opened(title, text) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("h2");
  const line = document.createElement("p");
  dialog.className = "session stack";
  heading.id = "session-title";
  heading.textContent = title;
  line.textContent = text;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, line);
  document.body.append(dialog);
  return dialog;
}

function button(label, kind = "plain") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: kind, textContent: label });
  return made;
}
