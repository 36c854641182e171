// Another page or device kept words of the same draft: say so here. The event carries codes, never words.
document.addEventListener("live:draft", ({ detail }) => {
  for (const note of document.querySelectorAll("[data-draft-elsewhere]")) {
    if (detail.form === note.dataset.draftElsewhere && detail.tab !== note.dataset.tab) note.hidden = false;
  }
});
