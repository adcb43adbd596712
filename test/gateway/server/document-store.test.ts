import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentStore } from '#gateway/server/document-store.ts';

const document = (length: number) => parse('{ a }'.padEnd(length));

describe('the store of documents', () => {
  it('has what was put into it, and nothing else', async () => {
    const store = documentStore();
    const put = document(10);
    await store.set('a', put);
    expect(await store.get('a')).toBe(put);
    expect(await store.get('b')).toBeUndefined();
  });

  it('forgets what was not used for longest, once the texts are longer than it may hold', async () => {
    const store = documentStore(100);
    for (const key of ['a', 'b']) await store.set(key, document(40));
    await store.get('a');
    await store.set('c', document(40));
    expect(await store.get('b')).toBeUndefined();
    expect(await store.get('a')).toBeDefined();
    await store.set('huge', document(101));
    expect(await store.get('huge')).toBeUndefined();
    expect(await store.get('c')).toBeDefined();
  });
});
