// Notes that are open: what is typed is kept a moment after the last key, what others write comes in where nothing is being typed.
// <form id="notes-form"> with text and version, and <div id="noted" data-now="…" data-version="3">. A saving has a key and is sent
// again as it was until the server has it; the server makes one text of it and of what others wrote since.
const noted = document.getElementById("noted");
const form = document.getElementById("notes-form");
const field = form?.elements.text;
const line = form?.querySelector("[data-autosave-line]");
const clash = document.getElementById("clash");
const KEPT = `staffroom.notes:${noted.dataset.now}`;
const PAUSE = 900;
const AGAIN = 5_000;
const LOOK = 20_000;
const GAP = 2_000;
const ICONS = { saving: "waits", saved: "tick", offline: "cut", failed: "bang", signedOut: "bang" };
let base = field?.value ?? "";
let version = Number(noted.dataset.version);
let sending = null;
let busy = false;
let left = false;
let timer = 0;
let looker = 0;
let hearing = 0;
let looked = 0;
let stream = null;

const name = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function store(thing) {
  try { if (thing) sessionStorage.setItem(KEPT, JSON.stringify(thing)); else sessionStorage.removeItem(KEPT); } catch { /* this tab keeps nothing */ }
}

function stored() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

function say(state, time, words) {
  line.classList.toggle("bad", state === "failed" || state === "signedOut");
  line.querySelector("span").textContent = words || (line.dataset[state] || "").replace("{time}", time || "");
  const use = line.querySelector("use");
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[state]}`));
  form.dataset.state = state;
}

// Where a place in the old text is in the new one: by what stands before it, or after it.
function moved(at, old, text) {
  let from = 0;
  while (from < old.length && old[from] === text[from]) from += 1;
  if (at <= from) return at;
  let back = 0;
  while (back < old.length - from && back < text.length - from && old.at(-1 - back) === text.at(-1 - back)) back += 1;
  if (at >= old.length - back) return at + text.length - old.length;
  const before = old.slice(Math.max(0, at - 24), at);
  const found = text.indexOf(before, Math.max(0, from - before.length));
  return found < 0 ? from : found + before.length;
}

function put(text) {
  const old = field.value;
  if (text === old) return;
  const [start, end, top] = [moved(field.selectionStart, old, text), moved(field.selectionEnd, old, text), field.scrollTop];
  field.value = text;
  field.setSelectionRange(start, end);
  field.scrollTop = top;
}

function show(said) {
  if (noted.contains(document.activeElement)) return;
  noted.replaceChildren(...new DOMParser().parseFromString(said.html, "text/html").body.childNodes);
}

function soon(after) {
  clearTimeout(timer);
  timer = setTimeout(save, after);
}

function body(one) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [key, value] of Object.entries(one)) data.set(key, value);
  return data;
}

async function save() {
  clearTimeout(timer);
  if (!field || busy || left) return;
  sending ??= field.value === base ? null : { key: name(), text: field.value, base, version };
  if (!sending) return;
  busy = true;
  store({ ...sending, now: field.value });
  say("saving");
  try {
    const answer = await fetch(noted.dataset.now, { method: "POST", body: body(sending), credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(15_000) });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || answer.status === 404) say("signedOut");
    else if (answer.status === 422) { say("failed", "", (await answer.json()).error); sending = null; }
    else if (!answer.ok) { say("offline"); soon(AGAIN); }
    else heard(await answer.json());
  } catch {
    say("offline");
    soon(AGAIN);
  }
  busy = false;
}

function heard(said) {
  const sent = sending.text;
  sending = null;
  version = said.version;
  base = sent;
  if (field.value === sent) { put(said.text); base = said.text; }
  if (said.clash) clash.querySelector("p").textContent = said.clash;
  if (said.clash) clash.hidden = false;
  show(said);
  say("saved", said.at);
  if (field.value === base) store(null); else { store({ text: field.value, base, version, now: field.value }); soon(PAUSE); }
}

// Others wrote: what is typed here goes first, and brings theirs along.
async function look() {
  if (busy) return;
  looked = Date.now();
  if (field && field.value !== base) return save();
  try {
    const answer = await fetch(noted.dataset.now, { credentials: "same-origin", cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const said = await answer.json();
    listen(said);
    if (said.version <= version || busy || (field && field.value !== base)) return;
    version = said.version;
    if (field) { put(said.text); base = field.value; }
    show(said);
  } catch { /* no line: looked again soon */ }
}

// Where many write, a page asks every other second, not after each word.
function hear() {
  if (hearing) return;
  hearing = setTimeout(() => { hearing = 0; look(); }, Math.max(0, looked + GAP * (0.75 + Math.random() / 2) - Date.now()));
}

function listen(said) {
  if (stream || !said.address) return;
  stream = new EventSource(said.address);
  stream.addEventListener("notes", (event) => { if (JSON.parse(event.data).version > version) hear(); });
  stream.addEventListener("resync", look);
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream.close();
    stream = null;
    again(AGAIN);
  });
}

function again(after) {
  clearTimeout(looker);
  looker = setTimeout(() => { if (!document.hidden) look(); again(LOOK); }, after * (1 + Math.random() / 2));
}

function leave() {
  stream?.close();
  stream = null;
  if (!field || left || (field.value === base && !sending)) return;
  sending ??= { key: name(), text: field.value, base, version };
  store({ ...sending, now: field.value });
  fetch(noted.dataset.now, { method: "POST", body: body(sending), credentials: "same-origin", keepalive: true }).catch(() => {});
}

if (field) {
  const kept = stored();
  if (kept && kept.now !== field.value) {
    field.value = kept.now;
    base = kept.base;
    if (kept.key) sending = { key: kept.key, text: kept.text, base: kept.base, version: kept.version };
    save();
  } else store(null);
  field.addEventListener("input", () => soon(PAUSE));
  form.addEventListener("submit", () => {
    left = true;
    store(null);
    form.elements.version.value = version;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "base", value: base }));
  });
}
addEventListener("online", look);
addEventListener("offline", () => { if (field && field.value !== base) say("offline"); });
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => { if (event.persisted) { left = false; look(); } });
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); else look(); });
again(0);
