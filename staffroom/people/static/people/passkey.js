// Passkeys. The sheet shows these forms where scripts run; where the device has no passkeys, they go. A form with data-passkey="create", "get" or "sign-in" asks the device and sends what it answers.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const opened = (list) => (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));

const creation = ({ publicKey: p }) => ({
  publicKey: {
    ...p, challenge: bytes(p.challenge), user: { ...p.user, id: bytes(p.user.id) }, excludeCredentials: opened(p.excludeCredentials),
    authenticatorSelection: { ...p.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
  },
});
const request = ({ publicKey: p }) => ({ publicKey: { ...p, challenge: bytes(p.challenge), allowCredentials: opened(p.allowCredentials) } });

function packed(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
    ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
  });
}

async function options(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function ask(form) {
  const found = await options(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create(creation(found.creation_options))
    : await navigator.credentials.get(request(found.request_options));
  form.querySelector("[name=credential]").value = packed(credential);
  form.submit();
}

const able = Boolean(window.PublicKeyCredential && window.isSecureContext);
for (const line of document.querySelectorAll("[data-no-passkeys]")) line.hidden = able;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) {
    form.hidden = form.dataset.passkey !== "create";
    continue;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = form.querySelector("[data-told]");
    told.hidden = true;
    ask(form).catch(() => { told.hidden = false; });
  });
}
