// A body's identity provider for the tests: everybody it is told about (login_hint) signs in and consents at once.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const redirects = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "district", client_secret: "told-to-both-sides", redirect_uris: redirects, grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} of the district`, email: id.includes("@") ? id : `${id}@district.example`, email_verified: true }),
    }),
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    if (params.login_hint === "refuses") return provider.interactionFinished(request, response, { error: "access_denied" });
    if (prompt.name === "login") return provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
    const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope("openid profile email");
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  });
  console.log(issuer);
});
