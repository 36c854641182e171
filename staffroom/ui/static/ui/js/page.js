// What every page brings along.
// A form is sent once. The button keeps its value (a disabled one would not be sent) and says that it waits.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.many === "yes") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Coming back by the back button: the form may be sent again; the server knows it by its id.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
});

// "/" finds, "n" makes new, "?" shows the keys. Off on pages without an account, for the whole account (data-keys on html), or on this device.
const KEPT = "staffroom.keys";
const box = document.querySelector("[data-keys-on]");

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

let on = document.documentElement.dataset.keys !== "off" && kept() !== "off";
if (box) {
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* a private window keeps nothing */ }
  });
}

const doing = {
  "/"() {
    const field = document.querySelector("[role=search] input:not([type=hidden])");
    if (field) { field.focus(); field.select(); } else location.href = "/find/";
  },
  n() {
    const link = document.querySelector("[data-key=n]");
    if (link) link.click(); else location.href = "/record/new/";
  },
  "?"() {
    const fold = document.getElementById("keys");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("summary").focus();
  },
};

addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const place = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (place && place !== box) return;
  if (!Object.hasOwn(doing, event.key)) return;
  event.preventDefault();
  doing[event.key]();
});
