// On the pages of an account that switched it on for this device: sends what was written without a line, then keeps the plan.
// <script id="keep" data-store="…device.js" data-account="code" data-in="es">; data-account is empty where nobody is signed
// in, and of somebody else where the device keeps things for another account: then what was kept to read is forgotten.
const here = document.getElementById("keep").dataset;
const store = await import(here.store);
const OFTEN = 300_000;

const show = (name) => document.querySelectorAll(`[data-device-${name}]`).forEach((note) => { note.hidden = false; });

async function mine() {
  const answer = await fetch("/offline/mine.json", { credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } });
  if (!answer.ok) return null;
  const read = await answer.json();
  return read.account === here.account ? read : null;
}

// True when it has arrived. The same words under the same id are one entry, however often they are sent.
async function send({ id, fields }, token) {
  const body = new URLSearchParams({ ...fields, op_id: id, csrfmiddlewaretoken: token });
  const answer = await fetch("/record/new/", { method: "POST", body, credentials: "same-origin" });
  const there = answer.ok && answer.redirected && /^\/record\/[0-9a-z]{8,}\/$/.test(new URL(answer.url).pathname);
  if (there) await store.arrived(id);
  else if (answer.status === 422 || answer.status === 409) await store.refused(id, String(answer.status));
  return there;
}

async function sync() {
  const wait = (await store.waiting(here.account)).filter((one) => !one.problem);
  const last = await store.kept();
  if (!wait.length && last?.account === here.account && Date.now() - last.at < OFTEN) return;
  const read = await mine();
  if (!read) return;
  let came = 0;
  for (const one of wait) came += await send(one, read.token) ? 1 : 0;
  await store.keep(here.account, came ? await mine() || read : read);
  if (came) show("arrived");
}

async function start() {
  if (here.other) return store.forgetKept();
  await navigator.serviceWorker.register(`/worker.js?in=${here.in}`);
  await navigator.locks.request("staffroom-device", sync).catch(() => {}); // no line: the next page tries again
  if ((await store.waiting(here.account)).some((one) => one.problem)) show("refused");
}

// Signing out empties this device. Whoever still has something waiting here is told first.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (here.other || new URL(form.action).pathname !== "/sign-out/" || form.dataset.known) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.dataset.known = "yes";
  await navigator.locks.request("staffroom-device", sync).catch(() => {});
  if ((await store.waiting(here.account)).length && !form.dataset.told) {
    form.dataset.told = "yes";
    delete form.dataset.known;
    show("unsent");
    document.querySelector("[data-device-unsent]")?.scrollIntoView();
    return;
  }
  form.requestSubmit();
}, { capture: true });

addEventListener("online", () => { if (!here.other) navigator.locks.request("staffroom-device", sync).catch(() => {}); });
await start();
