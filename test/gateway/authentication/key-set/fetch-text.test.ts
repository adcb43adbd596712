import { gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchText, LONGEST_SET } from '#gateway/authentication/key-set/fetch-text.ts';
import { type IssuerHost, issuerHost, says } from './issuer-host.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function get(answer: IssuerHost['answer'], timeoutMs = 10_000): Promise<string> {
  const host = await issuerHost(answer);
  const dispatcher = new Agent();
  open.push(host, { close: () => dispatcher.destroy() });
  return fetchText(host.url, dispatcher, timeoutMs);
}

const endless: IssuerHost['answer'] = (_, response) => {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};
const slow: IssuerHost['answer'] = (_, response) => {
  const drip = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(drip));
};
const zipped: IssuerHost['answer'] = (_, response) =>
  void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"keys":[]}'));

describe('the text of a key set', () => {
  it('is what the issuer answers', async () => {
    await expect(get(says('{"keys":[]}'))).resolves.toBe('{"keys":[]}');
  });

  it('is not looked for where the answer points to', async () => {
    const elsewhere = await issuerHost(says('{"keys":[]}'));
    open.push(elsewhere);
    const redirect: IssuerHost['answer'] = (_, response) =>
      void response.writeHead(302, { location: elsewhere.url }).end();
    await expect(get(redirect)).rejects.toThrow('expected HTTP 200, got 302');
    expect(elsewhere.asked).toBe(0);
  });

  it.each([204, 404, 500])('is not taken from an answer %i', async (status) => {
    await expect(get(says('{"keys":[]}', status))).rejects.toThrow(`got ${status}`);
  });

  it('is bounded, whatever length is announced', async () => {
    await expect(get(endless)).rejects.toThrow(`expected at most ${LONGEST_SET} bytes`);
  });

  it('is bounded in time, also where it comes slowly', async () => {
    await expect(get(slow, 300)).rejects.toThrow();
    await expect(get(() => {}, 300)).rejects.toThrow();
  });

  it('is not taken compressed, or in another encoding', async () => {
    await expect(get(zipped)).rejects.toThrow();
    await expect(get((_, response) => void response.end(Buffer.from([0xff, 0xfe, 0x7b])))).rejects.toThrow();
  });
});
