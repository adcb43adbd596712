import { expect, test } from 'vitest';
import { visibilityOf } from '#subgraphs/kit/release/visibility.ts';

const ALL = { scope: 'ALL', participants: [] };

test.each([
  ['CLEAR', ALL],
  ['GREEN', ALL],
  ['AMBER', ALL],
  ['AMBER_STRICT', ALL],
  ['RED', { scope: 'LISTED', participants: ['KH', 'TH', 'VN'] }],
] as const)('a record of TLP %s is known to %j', (tlp, visibility) => {
  expect(visibilityOf('VN', { tlp, audience: ['TH', 'KH', 'TH'] })).toEqual(visibility);
});
