// The search of a site of files: reads the parts of a prebuilt index that a query needs
// (see annotator/site/word_index.py), and lists the pages that have all of its words.

const MOST = 50; // pages that are listed
const MOST_ENDINGS = 200; // words that begin with what was typed last

const results = document.querySelector("#results");
const box = document.querySelector("#q");
const folder = location.pathname.endsWith("/") ? "" : "search/";
const fetched = new Map();

function load(name) {
  if (!fetched.has(name)) {
    fetched.set(
      name,
      fetch(`${folder}${name}.json`).then((answer) => {
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        return answer.json();
      }),
    );
  }
  return fetched.get(name);
}

// As folded() in word_index.py.
function folded(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function partOf(word) {
  return [...word].slice(0, 2).map((c) => c.codePointAt(0).toString(16)).join("-");
}

// How much a word counts on each page; the last one may be the beginning of a word.
async function pagesWith(word, isLast, index) {
  const found = new Map();
  const whole = partOf(word);
  const isShort = [...word].length < 2;
  const parts = index.parts.filter(
    (part) => part === whole || (isLast && isShort && part.startsWith(`${whole}-`)),
  );
  for (const part of parts) {
    const words = await load(`words-${part}`);
    const begun = isLast ? Object.keys(words).filter((one) => one.startsWith(word)) : [word];
    for (const one of begun.slice(0, MOST_ENDINGS)) {
      const counts = words[one] ?? [];
      const weight = one === word ? 2 : 1;
      for (let at = 0; at < counts.length; at += 2) {
        const before = found.get(counts[at]) ?? 0;
        found.set(counts[at], before + weight * counts[at + 1]);
      }
    }
  }
  return found;
}

async function search(query) {
  const index = await load("index");
  const words = [...new Set(folded(query))];
  const telling = words.filter((word) => !index.common.includes(word));
  const each = await Promise.all(
    telling.map((word) => pagesWith(word, word === words.at(-1), index)),
  );
  const [first = new Map(), ...others] = each;
  const scores = [...first]
    .filter(([page]) => others.every((found) => found.has(page)))
    .map(([page, score]) => [page, others.reduce((sum, found) => sum + found.get(page), score)])
    .sort((one, two) => two[1] - one[1] || one[0] - two[0]);
  const shown = await Promise.all(
    scores.slice(0, MOST).map(async ([page]) => {
      const pages = await load(`pages-${Math.floor(page / index.each)}`);
      return pages[page % index.each];
    }),
  );
  return { shown, total: scores.length };
}

function listed([link, title, opening]) {
  const entry = document.createElement("li");
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = title;
  const words = document.createElement("p");
  words.className = "small quiet";
  words.textContent = `${opening} …`;
  entry.append(anchor, words);
  return entry;
}

function say(text) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = text;
  results.replaceChildren(said);
}

async function show(query) {
  box.value = query;
  if (!query.trim()) return;
  try {
    const { shown, total } = await search(query);
    if (box.value !== query) return; // something else was asked since
    say(total === 0 ? "No results contain all of these words." : `${total} ${total === 1 ? "page" : "pages"}`);
    const list = document.createElement("ol");
    list.className = "site-hits";
    list.append(...shown.map(listed));
    results.append(list);
  } catch {
    say("The search index cannot be loaded at the moment.");
  }
}

show(new URLSearchParams(location.search).get("q") ?? "");
