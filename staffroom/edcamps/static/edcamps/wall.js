// A board that is open: it hears that there is a new version, fetches the board anew, and says so when there is no line.
// <section id="wall" data-board="…" data-ticket="…" data-version="3" data-mark="…" data-zone="…">, <div id="cut" hidden>.
const wall = document.getElementById("wall");
const cut = document.getElementById("cut");
const words = cut?.querySelector("[data-words]");
const LOOK = 20_000;
const SOON = 1_500;
let version = Number(wall.dataset.version);
let mark = wall.dataset.mark || "";
let stream = null;
let fetching = null;
let again = false;
let seen = new Date(wall.dataset.at || Date.now());
let timer = 0;

function clock(at) {
  try { return at.toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: wall.dataset.zone }); } catch { return at.toTimeString().slice(0, 5); }
}

function said(isCut) {
  if (isCut) words.textContent = words.dataset.words.replace("{time}", clock(seen));
  cut.hidden = !isCut;
  wall.dataset.state = isCut ? "cut" : "on";
}

function put(html) {
  const held = document.activeElement?.closest?.("#wall") ? document.activeElement : null;
  if (held && held.matches("input, textarea, select")) { again = true; return false; } // whoever is writing is not disturbed
  const place = held && (held.id || held.getAttribute("href") || held.value);
  const made = new DOMParser().parseFromString(html, "text/html");
  wall.replaceChildren(...made.body.childNodes);
  if (place) [...wall.querySelectorAll("a, button")].find((one) => [one.id, one.getAttribute("href"), one.value].includes(place))?.focus({ preventScroll: true });
  now();
  return true;
}

async function look() {
  if (fetching) { again = true; return; }
  again = false;
  const abort = new AbortController();
  const late = setTimeout(() => abort.abort(), 8_000);
  fetching = fetch(wall.dataset.board, { credentials: "same-origin", cache: "no-store", redirect: "error", signal: abort.signal, headers: mark ? { "If-None-Match": mark } : {} });
  try {
    const answer = await fetching;
    if (answer.status === 200) {
      const html = await answer.text();
      if (put(html)) {
        version = Math.max(version, Number(answer.headers.get("X-Version")) || 0);
        mark = answer.headers.get("ETag") || "";
        wall.dataset.version = version;
      }
    }
    if (answer.headers.get("X-Kept")) { seen = new Date(answer.headers.get("Date")); said(true); } else if (answer.ok || answer.status === 304) { seen = new Date(); said(false); } else if (answer.status >= 500) said(true);
  } catch {
    said(true);
  } finally {
    clearTimeout(late);
    fetching = null;
  }
  if (again && !wall.contains(document.activeElement)) look();
}

function soon(after) {
  clearTimeout(timer);
  timer = setTimeout(begin, after * (1 + Math.random()));
}

async function listen() {
  if (stream) return;
  try {
    const answer = await fetch(wall.dataset.ticket, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return;
    const ticket = await answer.json();
    if (ticket.version > version) look();
    if (stream) return;
    stream = new EventSource(ticket.address);
    stream.addEventListener("board", (event) => { if (JSON.parse(event.data).version > version) look(); });
    stream.addEventListener("resync", look);
    stream.addEventListener("error", () => {
      const over = stream?.readyState === EventSource.CLOSED;
      if (over) { stream.close(); stream = null; }
      look();
      if (over) soon(SOON);
    });
  } catch {
    look();
  }
}

// Also without a stream the board is looked at again, and with one now and then.
function begin() {
  if (document.hidden) return soon(LOOK);
  listen();
  look();
  soon(cut.hidden ? LOOK : SOON);
}

// What is on now moves on by itself.
function now() {
  const at = Date.now() / 1000;
  for (const row of wall.querySelectorAll("tr[data-from]")) {
    row.classList.toggle("now", row.dataset.from <= at && at < row.dataset.to);
    row.classList.toggle("past", row.dataset.to <= at);
  }
}

addEventListener("online", begin);
addEventListener("offline", () => said(true));
addEventListener("pagehide", () => { stream?.close(); stream = null; clearTimeout(timer); });
addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) begin(); });
wall.addEventListener("focusout", () => { if (again) setTimeout(look, 100); });
// The board of a day that is for anyone stays on this device, for a page that is opened anew without a line (worker.js).
async function keep() {
  await navigator.serviceWorker.register(wall.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const assets = performance.getEntriesByType("resource").map((one) => new URL(one.name)).filter((one) => one.pathname.startsWith("/static/"));
  active.postMessage({ page: location.pathname, assets: [...new Set(assets.map((one) => one.origin + one.pathname))] });
}

if (wall.dataset.worker && navigator.serviceWorker) addEventListener("load", () => keep().catch(() => {})); // not here: the board lives while it is open
setInterval(now, 15_000);
listen();
soon(LOOK);
