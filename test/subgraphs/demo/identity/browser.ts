// A provider of its own on a free port, and a browser without scripts: cookies by path, redirects one at a time, forms.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { IdentityConfig } from '#subgraphs/demo/identity/config.ts';
import { readPasswords } from '#subgraphs/demo/identity/passwords.ts';
import { SHIPPED_PEOPLE } from '#subgraphs/demo/identity/people.ts';
import { type RunningIdentity, startIdentity } from '#subgraphs/demo/identity/start.ts';

export const CALLBACK = 'http://127.0.0.1:9/callback';

export interface TestProvider {
  readonly folder: string;
  readonly config: IdentityConfig;
  readonly running: RunningIdentity;
  readonly issuer: string;
  readonly password: (id: string) => string;
  close(): Promise<void>;
}

/** A provider, wherever it runs. */
export type SignInAt = Pick<TestProvider, 'issuer' | 'password'>;

export async function testProvider(): Promise<TestProvider> {
  const folder = mkdtempSync(join(tmpdir(), 'identity-'));
  const config = {
    port: await freePort(),
    people: SHIPPED_PEOPLE,
    passwords: join(folder, 'passwords.yaml'),
    keys: join(folder, 'identity.jwks'),
    audience: 'campaign-gateway',
  };
  const running = await startIdentity(config);
  return {
    folder,
    config,
    running,
    issuer: running.url,
    password: (id) => readPasswords(config.passwords).get(id) ?? '',
    async close() {
      await running.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface Page {
  readonly address: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Browser {
  /** All its cookies, as a header. */
  readonly cookies: () => string;
  /** Follows redirects within the provider; stops at a page, or at an address elsewhere, which it does not open. */
  readonly open: (address: string, form?: Record<string, string>, headers?: Record<string, string>) => Promise<Page>;
}

export function browser(issuer: string): Browser {
  const jar = new Map<string, { value: string; path: string }>();
  const header = (fits: (path: string) => boolean) =>
    [...jar]
      .filter(([, { path }]) => fits(path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ');
  return {
    cookies: () => header(() => true),
    async open(address, form, headers = {}) {
      let at = address;
      let body = form;
      for (;;) {
        const { pathname } = new URL(at);
        const cookie = header((path) => pathname.startsWith(path));
        const response = await fetch(at, {
          redirect: 'manual',
          headers: { cookie, ...headers },
          ...(body ? { method: 'POST', body: new URLSearchParams(body) } : {}),
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
          if (value === '') jar.delete(`${name} ${path}`);
          else jar.set(`${name} ${path}`, { value, path });
        }
        const text = await response.text();
        const location = response.headers.get('location');
        if (location === null) return { address: at, status: response.status, headers: response.headers, text };
        at = new URL(location, at).href;
        body = undefined;
        if (new URL(at).origin !== issuer)
          return { address: at, status: response.status, headers: response.headers, text };
      }
    },
  };
}

export const VERIFIER = randomBytes(32).toString('base64url');

/** Where a sign-in begins. A parameter that is undefined is left out. */
export function authorize(issuer: string, more: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: 'campaign-cli',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid statistics:read case:read case:nominal',
    state: 'state',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  const given = Object.entries(parameters).filter((each): each is [string, string] => each[1] !== undefined);
  return `${issuer}/auth?${new URLSearchParams(given).toString()}`;
}

/** The address after a whole sign-in: of the callback, with code or error. */
export async function signIn(provider: SignInAt, id: string, more: Record<string, string> = {}): Promise<URL> {
  const { open } = browser(provider.issuer);
  const login = await open(authorize(provider.issuer, more));
  const consent = await open(login.address, { person: id, password: provider.password(id), action: 'login' });
  return new URL((await open(consent.address, { action: 'consent' })).address);
}

export async function redeem(
  provider: SignInAt,
  code: string | null,
  more: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'campaign-cli',
      code: code ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...more,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

export async function tokenOf(provider: SignInAt, id: string, more: Record<string, string> = {}): Promise<string> {
  const { body } = await redeem(provider, (await signIn(provider, id, more)).searchParams.get('code'));
  return body.access_token ?? '';
}

export function read(token: string): { header: ReturnType<typeof decodeProtectedHeader>; payload: JWTPayload } {
  return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
}
