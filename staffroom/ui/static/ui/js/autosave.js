// Drafts: <form data-autosave="/record/drafts/<code>/" data-version="3" data-device="yes">. What is written goes to that
// address a moment after the last key, and when the page is left. The line [data-autosave-line] of the form says what is
// true, in words that the page brought along. On this device something is kept only where its owner switched that on (#keep),
// sealed, and only until the server has it.
const PAUSE = 900;
const AGAIN = 8000;
const ICONS = { saving: "waits", saved: "tick", offline: "cut", device: "cut", failed: "bang", signedOut: "bang", elsewhere: "again" };
const keep = document.getElementById("keep")?.dataset;
const device = keep && !keep.other ? await import(keep.store) : null;

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-autosave-line]") || document.querySelector(`[data-autosave-line][data-for="${form.id}"]`);
    this.sent = this.words();
    this.busy = false;
    this.timer = 0;
    form.addEventListener("input", () => this.soon(PAUSE));
    form.addEventListener("submit", () => { this.left = true; this.forget(); });
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    this.offer();
  }

  data() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File || name === "op_id") data.delete(name);
    if (this.form.dataset.version) data.set("version", this.form.dataset.version);
    return data;
  }

  words() {
    const data = this.data();
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return new URLSearchParams(data).toString();
  }

  soon(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), after);
  }

  async save() {
    const words = this.words();
    if (this.left || this.busy || words === this.sent) return;
    this.busy = true;
    this.remember(words);
    this.say("saving");
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body: this.data(), credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" },
      });
      await this.heard(answer, words);
    } catch {
      this.say(device ? "device" : "offline");
      this.soon(AGAIN);
    } finally {
      this.busy = false;
    }
    if (this.sent === words && this.words() !== words) this.soon(PAUSE);
  }

  async heard(answer, words) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return this.say("signedOut");
    if (answer.status === 409) return this.say("elsewhere");
    if (!answer.ok) {
      this.say("failed");
      return answer.status >= 500 ? this.soon(AGAIN) : undefined;
    }
    const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (said.version) this.form.dataset.version = said.version;
    this.sent = words;
    this.forget();
    this.say("saved", said.at || new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }));
  }

  leave() {
    if (this.left || this.words() === this.sent) return;
    this.remember(this.words());
    fetch(this.form.dataset.autosave, { method: "POST", body: this.data(), credentials: "same-origin", keepalive: true }).catch(() => {});
  }

  say(state, time) {
    if (!this.line) return;
    this.line.classList.toggle("bad", state === "failed" || state === "signedOut");
    this.line.querySelector("span").textContent = (this.line.dataset[state] || "").replace("{time}", time || "");
    const use = this.line.querySelector("use");
    if (use) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[state]}`));
    this.form.dataset.state = state;
  }

  remember(words) {
    device?.keepDraft(keep.account, this.form.dataset.autosave, words).catch(() => {}); // full or forbidden: the line says so when sending fails
  }

  forget() {
    device?.dropDraft(keep.account, this.form.dataset.autosave).catch(() => {}); // nothing was kept
  }

  // Words that were kept on this device and never reached the server: shown, and taken up or let go by the writer.
  async offer() {
    const note = this.form.querySelector("[data-kept]");
    const words = device && note && await device.draftOf(keep.account, this.form.dataset.autosave).catch(() => null);
    if (!words || words === this.sent) return;
    note.hidden = false;
    note.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-take], [data-let-go]");
      if (!choice) return;
      if (choice.hasAttribute("data-take")) this.take(new URLSearchParams(words)); else this.forget();
      note.hidden = true;
    });
  }

  take(words) {
    for (const field of this.form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = words.getAll(field.name).includes(field.value);
      else if (words.has(field.name)) field.value = words.get(field.name);
    }
    this.save();
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
