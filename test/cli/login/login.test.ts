import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listenForAnswer } from '#cli/login/browser.ts';
import { beginLogin, finishLogin } from '#cli/login/code-flow.ts';
import { answerPages } from '#cli/login/pages.ts';
import { browser, read, type TestProvider, testProvider } from '../../subgraphs/demo/identity/browser.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await testProvider();
});
afterAll(() => provider.close());
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const REDIRECT = 'http://127.0.0.1/callback';

describe('a sign-in without a browser', () => {
  it('ends with an access token of that person', async () => {
    const login = await beginLogin(provider.issuer, REDIRECT, 'case:read');
    const token = await finishLogin(login, await answerPages(login, 'ratna', provider.password('ratna')));
    expect(read(token).payload).toMatchObject({ sub: 'ratna', agency: 'RILOAP', scope: 'case:read' });
  });

  it('says what the page says where the password is wrong', async () => {
    const login = await beginLogin(provider.issuer, REDIRECT, 'case:read');
    await expect(answerPages(login, 'ratna', 'guess')).rejects.toThrow(
      'expected to be signed in, got: This password is not right.',
    );
  });

  it('takes a password nowhere but to the provider that it began with', async () => {
    const elsewhere = await serve((_, response) => void response.end('<input name="password">'));
    const sends = await serve((request, response) => {
      if (request.url === '/.well-known/openid-configuration') response.end(JSON.stringify(discovery(sends)));
      else response.writeHead(302, { location: elsewhere }).end();
    });
    const login = await beginLogin(sends, REDIRECT, 'case:read');
    await expect(answerPages(login, 'ratna', 'secret')).rejects.toThrow(`expected to stay at ${sends}`);
  });
});

describe('a sign-in in a browser', () => {
  it('ends where the browser comes back to', async () => {
    const answer = await listenForAnswer();
    open.push(answer);
    const login = await beginLogin(provider.issuer, answer.redirectUri, 'statistics:read');
    const person = browser(provider.issuer);
    const { address } = await person.open(login.address);
    const consent = await person.open(address, {
      person: 'emma',
      password: provider.password('emma'),
      action: 'login',
    });
    const back = await person.open(consent.address, { action: 'consent' });
    expect((await fetch(new URL('/other', back.address))).status).toBe(404);
    expect(await (await fetch(back.address)).text()).toContain('You may close this window');
    expect(read(await finishLogin(login, await answer.address)).payload).toMatchObject({ agency: 'TRAFFIC' });
  });

  it.each([
    ['with another state', 'expected the answer to this sign-in', { state: 'other' }],
    ['from another provider', 'expected the answer to this sign-in', { iss: 'https://evil.example' }],
    ['with a refusal', 'expected to be signed in, got access_denied', { error: 'access_denied' }],
  ])('does not go on with an answer %s', async (_, fault, more) => {
    const login = await beginLogin(provider.issuer, REDIRECT, 'case:read');
    const said = new URLSearchParams({ state: login.state, iss: login.issuer, ...more });
    await expect(finishLogin(login, `${REDIRECT}?${said.toString()}`)).rejects.toThrow(fault);
  });

  it('does not begin where the provider has another name', async () => {
    const other = await serve((_, response) => void response.end(JSON.stringify(discovery('https://evil.example'))));
    await expect(beginLogin(other, REDIRECT, 'case:read')).rejects.toThrow(`expected the provider ${other}`);
  });
});

function discovery(issuer: string): Record<string, string> {
  return { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  open.push({ close: () => server.close().closeAllConnections() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
