// Send a form as a browser would, but stay on its page until it is known to be saved.

import { headers, refreshTokens, signInAgain } from "./session.js";

export const UNREACHABLE = "The server cannot be reached.";
export const SIGNED_OUT = "You are signed out.";

// Return what the form would send: its fields, and those of the button that was pressed.
export function contents(form, submitter) {
  const data = new URLSearchParams();
  const button = submitter?.name ? [[submitter.name, submitter.value]] : [];
  for (const [name, value] of [...new FormData(form), ...button]) {
    if (name === "csrf_token" || typeof value !== "string") continue; // a header has the token
    data.append(name, value.replace(/\r?\n/g, "\r\n"));
  }
  return data;
}

// Send the contents of a form as the save ``id``; once more after signing in again, if the
// session had ended. Return {next} when it is saved, {page} when the form came back with
// what is wrong with it, or else {problem} in words.
export async function send(form, submitter, { id, data }) {
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  const post = () => fetch(address, { method: "POST", body: data, headers: { ...headers(), "Save-Id": id } });
  try {
    let answer = await post();
    if (answer.status === 400 && (await refreshTokens())) answer = await post();
    if (answer.status === 401) {
      if (!(await signInAgain())) return { problem: SIGNED_OUT };
      answer = await post();
    }
    return await outcome(answer);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch says so when there is no network
    return { problem: UNREACHABLE };
  }
}

async function outcome(answer) {
  const next = answer.headers.get("Leads-To");
  if (next) return { next };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 409 || answer.status === 422) return { page };
  return { problem: problemOf(page) };
}

// Return what a page of an error says.
export function problemOf(page) {
  const said = page.querySelector("main .lead, [role=alert]")?.textContent;
  return said?.trim().replace(/\s+/g, " ") || "Something went wrong.";
}

// Whether the server has made the save with this id; false if that cannot be asked.
export async function isSaved(id) {
  try {
    const answer = await fetch(`/desk/saves/${id}`, { headers: headers(), cache: "no-store" });
    return answer.ok && !answer.redirected && (await answer.json()).saved;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

// Go to the page that follows a save; if it is this one, load it anew.
export function goOn(next) {
  const there = new URL(next, location.href);
  if (there.pathname + there.search !== location.pathname + location.search) {
    location.assign(there);
    return;
  }
  history.replaceState(null, "", there);
  location.reload();
}
