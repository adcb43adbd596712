// Drugs by group. Source: UNODC individual drug seizures. Names are in lower case, as the contract has them.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { drugGroup } from './enums.ts';

const drug = z.strictObject({
  name: z.string().regex(/^[^A-Z]+$/, 'expected a name in lower case'),
  group: drugGroup,
  also: otherNames,
});

export type Drug = z.output<typeof drug>;

export const drugs = codeList('./drugs.yaml', drug, ({ name, also }) => [name, ...also]);
