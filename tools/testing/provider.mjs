// An identity provider for tests and development: npm oidc-provider, on loopback alone.
// `node tools/testing/provider.mjs` starts one and prints the table for the server's configuration.
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Provider from "oidc-provider";

// why not 127.0.0.1: another address is another site to a browser, as a real provider is
const host = "127.0.0.2";
export const secret = "only-for-tests-on-loopback";

/** Who can sign in, with any password. */
export const people = {
  ana: { name: "Ana de Teste", groups: ["lisboa-staff"] },
  rui: { name: "Rui de Teste", groups: ["porto-staff"] },
};

/** Starts a provider for a server at `publicUrl`; `accessSeconds` is for how long its word is good. */
export async function startProvider({ publicUrl, port = 0, accessSeconds = 3600 }) {
  const http = createServer((request, response) => provider.callback()(request, response));
  await new Promise((done, fail) => http.once("error", fail).listen(port, host, done));
  const issuer = `http://${host}:${http.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "gemeo",
        client_secret: secret,
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [`${publicUrl}auth/callback`],
        post_logout_redirect_uris: [publicUrl],
        backchannel_logout_uri: `${publicUrl}auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    claims: { openid: ["sub", "name", "groups"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    // why without its dispatcher: that one refuses to call loopback, where the server of a test is
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: accessSeconds, Grant: 86_400, IdToken: 300, Interaction: 600, RefreshToken: 86_400, Session: 86_400 },
    cookies: { keys: ["only-for-tests"] },
  });
  const stop = () => new Promise((done) => http.close(done) && http.closeAllConnections());
  return { issuer, provider, stop };
}

/** The table `[sign_in]` for a provider; the secret goes to a file in `folder`. */
export function signInTable({ issuer, publicUrl, folder }) {
  const file = join(folder, "oidc.secret");
  writeFileSync(file, `${secret}\n`);
  chmodSync(file, 0o600);
  const grants = ["lisboa", "porto"].map((city) => `[[sign_in.grants]]\nclaim = "groups"\nvalue = "${city}-staff"\nroles = ["reader"]\ncities = ["${city}"]\n`);
  return `[sign_in]\nissuer = "${issuer}"\nclient = "gemeo"\nsecret_file = "${file}"\npublic_url = "${publicUrl}"\n\n${grants.join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const publicUrl = process.argv[2] ?? "http://127.0.0.1:8080/";
  const { issuer } = await startProvider({ publicUrl, port: 9080 });
  const folder = mkdtempSync(join(tmpdir(), "gemeo-provider-"));
  console.log(`# ${issuer} for ${publicUrl}: ${Object.keys(people).join(" and ")} sign in with any password`);
  console.log(`egress_loopback_http = true\nstore = "sqlite:store.db"\nstore_key = "store.key"\n\n${signInTable({ issuer, publicUrl, folder })}`);
}
