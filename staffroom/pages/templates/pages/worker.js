// Shows one page where there is no line, and gives it its sheet and scripts. Nothing that belongs to anybody is kept here.
const KEPT = "staffroom-{{ version|escapejs }}-" + [{% for path in assets %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}].join().length;
const PAGE = "{{ page|escapejs }}";
const ASSETS = [{% for path in assets %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT)
    .then((kept) => kept.addAll([PAGE, ...ASSETS].map((path) => new Request(path, { credentials: "omit", cache: "reload" }))))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("staffroom-") && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  else if (ASSETS.includes(new URL(request.url).pathname)) event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
});
