import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '#subgraphs/kit/feed/cursor.ts';

const storeId = '0a1b2c3d-0000-4000-8000-123456789abc';

test('a cursor comes back as it was made', () => {
  for (const change of [0, 1, 42, 2 ** 40]) {
    expect(decodeCursor(encodeCursor({ storeId, change }))).toEqual({ storeId, change });
  }
});

const base64url = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  ['empty', ''],
  ['not base64url', '%%%'],
  ['of another form', base64url('42')],
  ['with a negative number', base64url(`${storeId}:-1`)],
  ['with a leading zero', base64url(`${storeId}:007`)],
  ['with a number too large to be exact', base64url(`${storeId}:99999999999999999`)],
  ['with text behind the number', base64url(`${storeId}:1x`)],
  ['with stray characters', `${encodeCursor({ storeId, change: 1 })}!`],
  ['padded', `${encodeCursor({ storeId, change: 12 })}==`],
])('a cursor that is %s is one that the feed does not know', (_, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(GraphQLError);
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ extensions: { code: 'CURSOR_UNKNOWN' } }));
  expect(() => decodeCursor(cursor)).toThrow(/^after: expected a cursor of this feed, got "/);
});
