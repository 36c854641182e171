// "/" finds, "n" makes new, "?" shows the keys. Off for the whole account (data-keys on html) or on this device.
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
  n() { document.querySelector("[data-key=n]")?.click(); },
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
