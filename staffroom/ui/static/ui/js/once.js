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
