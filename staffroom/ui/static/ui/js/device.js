// What this device keeps for one account: its plan as it was last read ("kept"), and what was written without a line and
// has not arrived ("waiting", by its operation id), drafts while there is no line ("drafts", by their address). Everything is
// sealed with a key that scripts can use but not read out.
const NAME = "staffroom";
const STORES = ["keys", "kept", "waiting", "drafts"];
const OLDEST = 30 * 86_400_000;

function opened() {
  return new Promise((resolve, reject) => {
    const ask = indexedDB.open(NAME, 1);
    ask.onupgradeneeded = () => STORES.forEach((store) => ask.result.createObjectStore(store));
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
}

async function on(store, mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const deal = base.transaction(store, mode);
      const ask = act(deal.objectStore(store));
      deal.oncomplete = () => resolve(ask?.result);
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  } finally {
    base.close();
  }
}

const keyOf = (account) => on("keys", "readonly", (store) => store.get(account));

async function ownKey(account) {
  const held = await keyOf(account);
  if (held) return held;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await on("keys", "readwrite", (store) => store.add(made, account)).catch(() => {}); // another tab was first
  return keyOf(account);
}

async function sealed(account, thing) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(thing));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(account) }, await ownKey(account), words);
  return { account, at: Date.now(), iv, data };
}

async function open(row) {
  const key = row && await keyOf(row.account);
  if (!key) return null;
  const how = { name: "AES-GCM", iv: row.iv, additionalData: new TextEncoder().encode(row.account) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, row.data)));
}

// The plan of this account stands here, and of no other.
export async function keep(account, thing) {
  const row = await sealed(account, thing);
  await on("kept", "readwrite", (store) => { store.clear(); return store.put(row, "now"); });
}

// { account, at, thing } as it was last read here, or null.
export async function kept() {
  const row = await on("kept", "readonly", (store) => store.get("now"));
  if (!row || Date.now() - row.at > OLDEST) return null;
  return { account: row.account, at: row.at, thing: await open(row) };
}

export const forgetKept = () => on("kept", "readwrite", (store) => store.clear());

// Fields of a form written without a line. The same id twice is one thing.
export async function wait(account, id, fields) {
  const row = await sealed(account, fields);
  await on("waiting", "readwrite", (store) => store.put(row, id));
}

// [{ id, fields, problem }] of this account, oldest first. `problem` was said by the server, which will not take it as it is.
export async function waiting(account) {
  const ids = await on("waiting", "readonly", (store) => store.getAllKeys());
  const rows = await on("waiting", "readonly", (store) => store.getAll());
  const mine = rows.map((row, n) => ({ id: ids[n], row })).filter(({ row }) => row.account === account).sort((a, b) => a.row.at - b.row.at);
  return Promise.all(mine.map(async ({ id, row }) => ({ id, fields: await open(row), problem: row.problem || "" })));
}

export const arrived = (id) => on("waiting", "readwrite", (store) => store.delete(id));

export async function refused(id, problem) {
  const row = await on("waiting", "readonly", (store) => store.get(id));
  if (row) await on("waiting", "readwrite", (store) => store.put({ ...row, problem }, id));
}

// The words of a form that did not reach the server, under its address; null for none.
export async function keepDraft(account, address, words) {
  const row = await sealed(account, words);
  await on("drafts", "readwrite", (store) => store.put(row, `${account} ${address}`));
}

export const draftOf = (account, address) => on("drafts", "readonly", (store) => store.get(`${account} ${address}`)).then(open);

export const dropDraft = (account, address) => on("drafts", "readwrite", (store) => store.delete(`${account} ${address}`));

// Everything here is gone, for whomever it was.
export const wipe = () => new Promise((resolve) => {
  const ask = indexedDB.deleteDatabase(NAME);
  ask.onsuccess = ask.onerror = ask.onblocked = () => resolve();
});
