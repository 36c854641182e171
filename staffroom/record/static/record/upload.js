// A file goes in pieces, so that a bad line costs one piece and not the file. Without this script the form sends it whole.
// The form's hidden "upload" names it; the server says how much it has, and the next piece begins there.
const PIECE = 512 * 1024;
const PATIENCE = [1, 2, 4, 8, 15, 30, 60];

const wait = (seconds) => new Promise((resolve) => {
  const timer = setTimeout(resolve, seconds * 1000);
  addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

class Upload {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.line = form.querySelector("[data-upload-line]");
    this.key = form.elements.upload.value;
  }

  say(state, percent = 0) {
    this.line.hidden = false;
    this.line.querySelector("span").textContent = this.line.dataset[state].replace("{percent}", percent);
  }

  async piece(offset) {
    const body = new FormData();
    const fields = { key: this.key, name: this.file.name, type: this.file.type, size: this.file.size, offset };
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("piece", this.file.slice(offset, offset + PIECE), "piece");
    const answer = await fetch(this.form.dataset.pieces, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.status !== 409 && answer.status >= 400 && answer.status < 500) return -1;
    if (!answer.ok && answer.status !== 409) throw new Error("not kept");
    return (await answer.json()).got;
  }

  // True when all of it is there; false when the server will not have it, and the whole form is sent so that it can say why.
  async run() {
    let got = 0, failed = 0;
    while (got < this.file.size) {
      this.say("sending", Math.floor(100 * got / this.file.size));
      try {
        got = await this.piece(got);
        failed = 0;
      } catch {
        this.say("waiting");
        await wait(PATIENCE[Math.min(failed, PATIENCE.length - 1)]);
        failed += 1;
      }
      if (got < 0) return false;
    }
    return true;
  }
}

addEventListener("submit", async (event) => {
  const form = event.target;
  const input = form.elements?.file;
  const file = form.dataset?.pieces && input?.files[0];
  if (!file || file.size <= PIECE || form.dataset.whole || !form.elements.says_no_pupils.checked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.going) return;
  if (file.size > Number(form.dataset.most)) return new Upload(form, file).say("large");
  form.dataset.going = "yes";
  if (await new Upload(form, file).run()) input.disabled = true;
  form.dataset.whole = "yes";
  form.requestSubmit();
}, { capture: true });
