import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BEGINNING, readLine, writeLine } from '#trust/audit/line.ts';

const AT = '2026-11-22T12:00:00.000Z';

/** `body` lacks its last brace; the hash is the right one for it. */
function hashed(body: string): Buffer {
  const sha256 = createHash('sha256').update(`${body}}`).digest('hex');
  return Buffer.from(`${body},"sha256":"${sha256}"}`);
}

describe('a line of an audit log', () => {
  it('reads as it was written', () => {
    const { text, sha256 } = writeLine(AT, { entry: '{"kind":"operation"}' }, BEGINNING, 1);
    expect(text.at(-1)).toBe('\n');
    expect(readLine(Buffer.from(text.trimEnd()))).toMatchObject({ at: AT, previous: BEGINNING, sequence: 1, sha256 });
  });

  const good = `{"at":"${AT}","entry":{"kind":"operation"},"previous":"${BEGINNING}","sequence":1`;

  it('is the canonical JSON of its value', () => {
    expect(readLine(hashed(good))).toBeDefined();
  });

  it.each([
    ['with a space', good.replace('"at":', '"at": ')],
    [
      'with its keys in another order',
      `{"entry":{"kind":"operation"},"at":"${AT}","previous":"${BEGINNING}","sequence":1`,
    ],
    ['with a key that stands twice', good.replace('"kind":"operation"', '"kind":"disclosure","kind":"operation"')],
    ['with a letter written as an escape', good.replace('operation', '\\u006fperation')],
    ['with a number written in another way', good.replace('"sequence":1', '"sequence":1.0')],
    ['that is no JSON', good.replace('"at":', '"at"')],
    ['with an entry and a checkpoint', good.replace('"entry"', '"checkpoint":"x","entry"')],
    ['with neither', `{"at":"${AT}","previous":"${BEGINNING}","sequence":1`],
    ['with a key of its own', good.replace('"sequence":1', '"sequence":1,"sequenced":1')],
  ])('is none %s, though its hash is right', (_name, body) => {
    expect(readLine(hashed(body))).toBeUndefined();
  });

  it('is none where it is too short for a hash', () => {
    expect(readLine(Buffer.from('{}'))).toBeUndefined();
    expect(readLine(Buffer.alloc(0))).toBeUndefined();
  });
});
