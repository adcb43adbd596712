// A form as browsers send it, of bounded length.
import type { IncomingMessage } from 'node:http';
import { errors } from 'oidc-provider';

const LONGEST = 4_096;

/** @throws InvalidRequest */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw new errors.InvalidRequest('expected a form, got another content type', 415);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST) throw new errors.InvalidRequest(`expected at most ${LONGEST} bytes, got more`, 413);
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts, length).toString('utf8'));
}
