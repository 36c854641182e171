// The page for the time without a line: shows the plan that this device keeps, and takes down what was done.
const page = document.querySelector("[data-offline]");
const store = await import(page.dataset.store);
const form = page.querySelector("form");
const held = await store.kept();
const plan = held?.thing;

const part = (name) => page.querySelector(`[data-part=${name}]`);
const reveal = (name, there) => { part(name).hidden = !there; };
const today = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());

// A template of the page with words put in: {name: text}; what has no text is left out.
function filled(name, words) {
  const copy = page.querySelector(`template[data-is=${name}]`).content.cloneNode(true);
  for (const place of copy.querySelectorAll("[data-word]")) {
    const text = words[place.dataset.word];
    if (!text) place.remove(); else place.append(text);
  }
  return copy;
}

function step(one) {
  const row = filled("step", { title: one.title, day: one.day, minutes: one.minutes, why: one.why, note: one.note });
  const reading = row.querySelector("[data-html]");
  // The piece as the server made it: sanitised there, and sealed here since.
  if (one.offer?.html) reading.append(...new DOMParser().parseFromString(one.offer.html, "text/html").body.childNodes);
  else reading.closest("details").remove();
  row.querySelector("button").addEventListener("click", () => writeHere({ title: one.title, from: `step:${one.code}`, kind: "tried" }));
  return row;
}

function write(words) {
  form.reset();
  form.elements.on_on.value = today(plan.zone);
  for (const [name, value] of Object.entries(words)) if (form.elements[name] && value) form.elements[name].value = value;
  form.dataset.id = words.id || crypto.randomUUID();
  form.dataset.old = words.old || "";
}

function writeHere(words) {
  write(words);
  form.elements.title.focus();
}

async function list() {
  const rows = await store.waiting(held.account);
  part("waiting").querySelector("ul").replaceChildren(...rows.map((one) => {
    const row = filled(one.problem ? "refused" : "waits", { title: one.fields.title, minutes: one.fields.minutes });
    row.querySelector("button").addEventListener("click", () => writeHere({ ...one.fields, id: one.problem === "409" ? "" : one.id, old: one.id }));
    return row;
  }));
  reveal("waiting", rows.length);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { op_id: _made, csrfmiddlewaretoken: _token, ...fields } = Object.fromEntries(new FormData(form));
  const { id, old } = form.dataset;
  await store.wait(held.account, id, { ...fields, whose: plan.whose });
  if (old && old !== id) await store.arrived(old);
  write({});
  await list();
  reveal("kept", true);
  part("kept").scrollIntoView();
});

reveal("nothing", !plan);
reveal("mine", plan);
if (plan) {
  part("read").textContent = new Date(held.at).toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
  part("steps").replaceChildren(...plan.steps.map(step));
  reveal("no-steps", !plan.steps.length);
  write({});
  await list();
}
