// Verifies as the wallets and verifiers of the Digital Credentials Consortium do. What it would fetch, the one who asks has brought along.
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));

globalThis.fetch = async (input) => {
  const url = typeof input === "string" ? input : input.url ?? String(input);
  const page = asked.pages[url] ?? asked.contexts[url];
  return page ? new Response(JSON.stringify(page), { status: 200, headers: { "content-type": "application/json" } }) : new Response("{}", { status: 404 });
};
const { verifyCredential } = await import("@digitalcredentials/verifier-core");

const answers = [];
for (const credential of asked.credentials) {
  const found = await verifyCredential({ credential, knownDIDRegistries: [] });
  const steps = Object.fromEntries((found.log ?? []).map((step) => [step.id, step.valid ?? null]));
  const good = !found.errors && ["valid_signature", "expiration"].every((step) => steps[step] === true) && (!credential.credentialStatus || steps.revocation_status === true);
  answers.push([good, JSON.stringify({ steps, errors: (found.errors ?? []).map((error) => [error.name, String(error.message ?? "").slice(0, 200)]) })]);
}
console.log(JSON.stringify(answers));
