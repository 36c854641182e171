// Shows the last board of a day that is for anyone where there is no line, with its time. What it keeps was read without any
// session, and a board only where the server says so (X-Keep): nothing that belongs to anybody is kept here. Three days at most.
const MOST = 3;
const nameOf = (page) => `board:${page}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page of a board as anybody reads it, with its sheet and scripts.
async function keep(page, assets) {
  const answer = await fetch(page, { credentials: "omit", redirect: "error" });
  await caches.delete(nameOf(page));
  if (!answer.ok) return;
  const kept = await caches.open(nameOf(page));
  await Promise.all([kept.put(page, answer), kept.addAll(assets)]);
  const names = (await caches.keys()).filter((name) => name.startsWith("board:"));
  await Promise.all(names.slice(0, -MOST).map((name) => caches.delete(name)));
}

async function board(request, path) {
  const page = path.replace(/board\/$/, "");
  try {
    const answer = await fetch(request);
    if (answer.status === 200 && answer.headers.get("X-Keep") && await caches.has(nameOf(page))) await (await caches.open(nameOf(page))).put(path, answer.clone());
    if (answer.status === 404) await caches.delete(nameOf(page));
    return answer;
  } catch {
    const kept = await caches.match(path);
    if (!kept) return Response.error();
    return new Response(await kept.text(), { headers: { ...Object.fromEntries(kept.headers), "X-Kept": "yes" } });
  }
}

const there = async (...found) => { for (const one of found) { const kept = await caches.match(one, { ignoreSearch: true }); if (kept) return kept; } return Response.error(); };

self.addEventListener("message", (event) => {
  const { page, assets } = event.data;
  if (/^\/edcamps\/[0-9a-z]+\/$/.test(page)) event.waitUntil(keep(page, assets).catch(() => {})); // no line: the next page tries again
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => there(path, "/offline/")));
  else if (/^\/edcamps\/[0-9a-z]+\/board\/$/.test(path)) event.respondWith(board(request, path));
  else if (path.startsWith("/static/")) event.respondWith(fetch(request).catch(() => there(request.url)));
});
