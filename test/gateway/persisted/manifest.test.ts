// Both forms of a manifest, and what is neither.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestOf } from '#client/manifest.ts';
import { readManifest } from '#gateway/persisted/manifest.ts';
import { ConfigurationError } from '#schema/configuration/read.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const A = 'query A { a }';
const B = '\n  query B { b } # é\n';
const apollo = (...operations: unknown[]) => ({ format: 'apollo-persisted-query-manifest', version: 1, operations });
const entry = { id: sha(A), name: 'A', type: 'query', body: A };

function faultsOf(manifest: unknown): readonly string[] {
  try {
    readManifest(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), 'm.json');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('a manifest', () => {
  it('is taken as Apollo’s tools write it', () => {
    const other = { id: sha(B), name: 'B', type: 'mutation', body: B, clientName: 'web' };
    expect(readManifest(JSON.stringify(apollo(entry, other)), 'm.json')).toEqual([
      { id: sha(A), name: 'A', text: A },
      { id: sha(B), name: 'B', text: B },
    ]);
  });

  it('is taken as an object of texts by their ids, with the prefix of GraphQL Code Generator or without', () => {
    expect(readManifest(JSON.stringify({ [sha(A)]: A, [`sha256:${sha(B)}`]: B }), 'm.json')).toEqual([
      { id: sha(A), name: undefined, text: A },
      { id: sha(B), name: undefined, text: B },
    ]);
  });

  it('is taken as `npm run generate` writes it, text by text', () => {
    const file = new URL('../../../client/generated/operations.json', import.meta.url);
    const read = readManifest(readFileSync(file, 'utf8'), 'operations.json');
    expect(read.map(({ name }) => name)).toEqual(['CasePage', 'PhaseOverview']);
    expect(manifestOf(read.map(({ text }) => text)).operations.map(({ id }) => id)).toEqual(read.map(({ id }) => id));
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{"a":', /^m\.json: expected JSON, got what is none/],
    ['a list', [entry], /^m\.json: expected \{ format: .* or an object of texts by their ids, got a list$/],
    ['a number', 7, /, got 7$/],
    ['null', null, /, got null$/],
    ['another format', { ...apollo(entry), format: 'x' }, /got format "x", version 1, operations a list$/],
    ['another version', { ...apollo(entry), version: 2 }, /version 2/],
    ['operations by name', { ...apollo(), operations: { A: entry } }, /operations an object$/],
    ['no operations', { format: 'apollo-persisted-query-manifest', version: 1 }, /operations nothing$/],
    [
      'an entry that is a text',
      apollo(entry, A),
      /^m\.json: operations\[1\]: expected \{ id, name, type, body \}, got "query A/,
    ],
    [
      'an entry without a name',
      apollo({ ...entry, name: undefined }),
      /operations\[0\]\.name: expected a name, got nothing$/,
    ],
    [
      'an entry of no kind',
      apollo({ ...entry, type: 'QUERY' }),
      /operations\[0\]\.type: expected query, .* got "QUERY"$/,
    ],
    [
      'an entry without an id',
      apollo({ ...entry, id: 1 }),
      /operations\[0\]\.id: expected the SHA-256 of the body, got 1$/,
    ],
    [
      'an entry without a text',
      apollo({ ...entry, body: ' ' }),
      /operations\[0\]\.body: expected the text of an operation, got " "$/,
    ],
    [
      'an id of another text',
      apollo({ ...entry, body: `${A} ` }),
      new RegExp(`operations\\[0\\]\\.id: expected the SHA-256 of the text, ${sha(`${A} `)}, got "${sha(A)}"$`),
    ],
    [
      'an id that is an MD5',
      { '0cc175b9c0f1b6a831c399e269772661': A },
      /"0cc175.*": expected the SHA-256 of the text, .*, got "0cc1/,
    ],
    ['an id in capitals', { [sha(A).toUpperCase()]: A }, /expected the SHA-256 of the text/],
    ['a text that is none', { [sha(A)]: { text: A } }, /": expected the text of an operation, got an object$/],
  ])('is refused where it is %s', (_, manifest, expected) => {
    expect(faultsOf(manifest)).toEqual([expect.stringMatching(expected)]);
  });

  it('is refused with every fault that it has', () => {
    expect(faultsOf(apollo({ ...entry, name: '' }, entry, { ...entry, id: 'x' }))).toHaveLength(2);
  });
});
