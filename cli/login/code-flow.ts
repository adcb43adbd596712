// Authorization code with PKCE (RFC 7636) for a public client on loopback (RFC 8252): what begins a sign-in, and what
// ends it. Between the two somebody answers the provider's pages.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { UsageError } from '../usage-error.ts';

const CLIENT_ID = 'campaign-cli';

export interface Login {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Where the person signs in. */
  readonly address: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
}

const discovery = z.object({ issuer: z.url(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const answer = z.object({ access_token: z.string() });

export async function beginLogin(issuer: string, redirectUri: string, scope: string): Promise<Login> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, { redirect: 'error' });
  const found = discovery.parse(await response.json());
  // OpenID Connect Discovery, 4.3: another name would be another provider.
  if (found.issuer !== issuer) throw new Error(`expected the provider ${issuer}, got ${found.issuer}`);
  const [state, verifier] = [secret(), secret()];
  const address = new URL(found.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `openid ${scope}`,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return { issuer, tokenEndpoint: found.token_endpoint, address: address.href, redirectUri, state, verifier };
}

/**
 * The access token.
 * @param returned the address that the provider sent the browser back to.
 * @throws UsageError where the person or the provider refused.
 */
export async function finishLogin(login: Login, returned: string): Promise<string> {
  const { searchParams: said } = new URL(returned);
  if (said.get('state') !== login.state || said.get('iss') !== login.issuer)
    throw new UsageError('expected the answer to this sign-in, got another');
  const code = said.get('code');
  if (code === null) throw new UsageError(`expected to be signed in, got ${said.get('error') ?? 'no answer'}`);
  const response = await fetch(login.tokenEndpoint, {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT_ID,
      code,
      redirect_uri: login.redirectUri,
      code_verifier: login.verifier,
    }),
  });
  if (!response.ok) throw new Error(`expected a token, got HTTP ${response.status} ${await response.text()}`);
  return answer.parse(await response.json()).access_token;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
