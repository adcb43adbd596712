import { describe, expect, it } from 'vitest';
import { preparing } from '#gateway/transport/subgraph-source.ts';

describe('texts of operations', () => {
  it('are prepared once while they are held, the newest of as many characters as may be', () => {
    const made: string[] = [];
    const prepare = preparing((text) => {
      made.push(text);
      return { text };
    }, 10);
    const first = prepare('aaaa');
    expect(prepare('aaaa')).toBe(first);
    prepare('bbbb');
    prepare('cc');
    expect(prepare('aaaa')).toBe(first);
    prepare('d');
    expect(prepare('bbbb')).toEqual({ text: 'bbbb' });
    expect(made).toEqual(['aaaa', 'bbbb', 'cc', 'd']);
    prepare('aaaa');
    prepare('x'.repeat(11));
    prepare('aaaa');
    expect(made.slice(4)).toEqual(['aaaa', 'x'.repeat(11), 'aaaa']);
  });
});
