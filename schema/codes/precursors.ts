// Precursors by table of the 1988 Convention. Source: INCB Red List. Names are in lower case, as the contract has them.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { precursorTable } from './enums.ts';

const precursor = z.strictObject({
  name: z.string().regex(/^[^A-Z]+$/, 'expected a name in lower case'),
  /** Absent for a substance that is watched and under no table. */
  table: precursorTable.optional(),
  also: otherNames,
});

export type Precursor = z.output<typeof precursor>;

export const precursors = codeList('./precursors.yaml', precursor, ({ name, also }) => [name, ...also]);
