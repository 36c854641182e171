// Verifies badges as Digital Bazaar's library does: contexts and keys are given, nothing is fetched.
import { readFileSync } from "node:fs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

const asked = JSON.parse(readFileSync(0, "utf8"));
const DID = "https://www.w3.org/ns/did/v1", MULTIKEY = "https://w3id.org/security/multikey/v1";

function known(url) {
  if (asked.contexts[url]) return asked.contexts[url];
  if (asked.pages[url]?.["@context"]) return asked.pages[url];
  if (asked.pages[url]) return { "@context": [DID, MULTIKEY], ...asked.pages[url] };
  const [owner, letters] = url.split("#"), key = letters || owner.split(":").pop();
  if (!/^z6Mk/.test(key)) throw new Error(`not at hand: ${url}`);
  const method = { id: `${owner}#${key}`, type: "Multikey", controller: owner, publicKeyMultibase: key };
  if (letters) return { "@context": MULTIKEY, ...method };
  return { "@context": [DID, MULTIKEY], id: owner, verificationMethod: [method], assertionMethod: [method.id] };
}

async function verdict({ credential, now }) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: known(url) });
  const status = credential.credentialStatus ? { checkStatus: (asked) => checkStatus({ ...asked, verifyBitstringStatusListCredential: true }) } : {};
  const found = await vc.verifyCredential({ credential, suite, documentLoader, now, ...status });
  if (found.verified && (found.statusResult?.results ?? []).some((one) => one.status !== false)) return [false, "taken back"];
  const errors = found.error?.errors ?? (found.error ? [found.error] : []);
  return [found.verified, errors.map((error) => `${error.name}: ${error.message} ${error.cause?.message ?? ""}`).join("; ").slice(0, 300)];
}

const answers = [];
for (const one of asked.credentials) answers.push(await verdict(one).catch((error) => [false, String(error).slice(0, 300)]));
console.log(JSON.stringify(answers));
