// Keep the current page in the window's address, so that it can be saved and shared.

const PAUSE = 250; // milliseconds; browsers limit how often the address may change

let waiting = null;

export function rememberPage(number) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const address = new URL(location.href);
    ["start", "end", "capture", "claim"].forEach((name) => address.searchParams.delete(name));
    address.searchParams.set("page", number);
    address.hash = "";
    history.replaceState(null, "", address);
  }, PAUSE);
}

export function addressOf(values, hash = "") {
  const address = new URL(location.pathname, location.origin);
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  address.hash = hash;
  return address.href;
}
