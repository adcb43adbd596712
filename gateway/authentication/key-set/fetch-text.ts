// One GET of a key set: nothing is followed, nothing is long, nothing takes long.
import { type Dispatcher, request } from 'undici';

/** A hundred keys are about 50 kB, certificates included. */
export const LONGEST_SET = 1_048_576;

/**
 * @throws where the answer is not 200 (a redirect would let the issuer's host name another), longer than 1 MiB, no UTF-8,
 * or not whole within `timeoutMs`.
 */
export async function fetchText(url: string, dispatcher: Dispatcher, timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: 'application/jwk-set+json, application/json', 'accept-encoding': 'identity' };
  const { statusCode, body } = await request(url, { dispatcher, signal, headers });
  if (statusCode !== 200) {
    await body.dump({ limit: 0, signal }).catch(() => {});
    throw new Error(`expected HTTP 200, got ${statusCode}`);
  }
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    // Leaving the loop destroys the body, and with it the connection.
    if (length > LONGEST_SET) throw new Error(`expected at most ${LONGEST_SET} bytes, got more`);
    parts.push(part);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts, length));
}
