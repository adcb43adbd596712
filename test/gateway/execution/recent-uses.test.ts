import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import { type RecentUse, recentUses } from '#gateway/execution/recent-uses.ts';

const use = (hash: string, sent: Record<string, unknown> = {}): RecentUse => ({
  hash,
  operationName: null,
  caller: ANONYMOUS,
  sent,
});

describe('recent uses', () => {
  it('are one for each document, the latest first', () => {
    const [a, b] = [parse('{ a }'), parse('{ b }')];
    const lately = recentUses();
    lately.note(a, use('a'));
    lately.note(b, use('b'));
    lately.note(a, use('a again'));
    expect(lately.all().map(({ hash }) => hash)).toEqual(['a', 'b']);
  });

  it('are bounded: those of longest ago are forgotten, and those of long variables not held', () => {
    const lately = recentUses(2);
    for (const name of ['a', 'b', 'c']) lately.note(parse(`{ ${name} }`), use(name));
    lately.note(parse('{ long }'), use('long', { text: 'x'.repeat(10_000) }));
    expect(lately.all().map(({ hash }) => hash)).toEqual(['c', 'b']);
  });
});
