// One stream for a page: <… data-live="/live/…/" data-live-events="saved board">. It is closed when the page goes away
// and opened again when it comes back. Each event is told on the document as "live:<name>" with its data as detail;
// an element with data-on="<name>" is shown; with data-form only when the event is of that form, with data-tab only when
// it came from another page than this.
const place = document.querySelector("[data-live]");
let stream = null;

function tell(name, event) {
  let detail = event.data;
  try { detail = JSON.parse(event.data); } catch { /* plain words stay plain words */ }
  for (const element of document.querySelectorAll(`[data-on="${name}"]`)) {
    const { form, tab } = element.dataset;
    if ((!form || form === detail.form) && (!tab || tab !== detail.tab)) element.hidden = false;
  }
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
}

function open() {
  if (stream || !place) return;
  stream = new EventSource(place.dataset.live);
  for (const name of (place.dataset.liveEvents || "message").split(" ")) {
    stream.addEventListener(name, (event) => tell(name, event));
  }
}

function close() {
  stream?.close();
  stream = null;
}

addEventListener("pagehide", close);
addEventListener("pageshow", open);
open();
