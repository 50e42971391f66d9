// The address of the window says which page is read, so that it can be kept and sent.

const PAUSE = 250; // milliseconds: browsers refuse an address that changes too often

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
