// The operation as the client sent it is shared between requests.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterOperation } from '#gateway/authorization/index.ts';
import { ask, caller } from '../world.ts';
import { campaign, data } from './campaign.ts';

describe('the original operation', () => {
  it('is never changed, though it is shared', () => {
    const { schema, requirements } = campaign;
    const document = freeze(
      parse(
        'query ($v: Boolean = true) { nodes { ...F ... on A { secret } } code @skip(if: $v) } fragment F on Node { secret next { ...G } } fragment G on Node { secret }',
      ),
    );
    const before = JSON.stringify(document);
    filterOperation({ schema, requirements, document, variables: { v: true }, caller: caller() });
    expect(JSON.stringify(document)).toBe(before);
  });

  it('leaves no trace of what was taken out: fields, fragments, variables', async () => {
    const query = `mutation ($kept: Int, $skip: Boolean!) {
      erase @skip(if: $skip) x: change(to: $kept) { ...F ...Open }
    } fragment F on A { secret } fragment Open on A { open }`;
    const { sent } = await ask(campaign, query, { as: caller(), data, variables: { kept: 2, skip: false } });
    expect(sent).not.toMatch(/secret|erase|skip|\.\.\.F/);
    expect(sent).toContain('...Open');
    expect(sent).toContain('($kept: Int)');
  });
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !('prev' in value)) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
