// What the demonstration's flows carry: commodities of the code lists, with amounts and prices.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { drugs } from '#schema/codes/drugs.ts';
import { unit } from '#schema/codes/enums.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { appendixOn, taxa } from '#schema/codes/taxa.ts';
import { readConfiguration } from '#schema/configuration/read.ts';
import type { Commodity } from '../../kit/record/case-record.ts';

const amount = z.strictObject({
  unit,
  median: z.number().positive(),
  spread: z.number().positive(),
  usd: z.number().positive(),
});

const good = z.strictObject({
  id: z.string().min(1),
  type: z.enum(['DRUG', 'PRECURSOR', 'WILDLIFE', 'TIMBER']),
  /** As on the code list. */
  name: z.string().min(1),
  /** CITES term; wildlife and timber only. */
  term: z.string().length(3).optional(),
  /** A participant's own words for it. */
  words: z.string().optional(),
  /** How such goods travel and are hidden. */
  carried: z.enum(['DRUG', 'CHEMICAL', 'PRODUCT', 'LIVE', 'TIMBER']),
  bulk: amount,
  /** Absent where the goods only travel as cargo. */
  small: amount.optional(),
});

export type Good = z.output<typeof good>;
export type Amount = z.output<typeof amount>;

/** By id. */
export function readGoods(): ReadonlyMap<string, Good> {
  const file = fileURLToPath(new URL('./goods.yaml', import.meta.url));
  const { goods } = readConfiguration(file, z.strictObject({ goods: z.array(good) }));
  return new Map(goods.map((each) => [each.id, each]));
}

/**
 * The commodity of a case, with group, table or appendix from the code lists.
 * @param on day or month of the seizure; it decides the appendix.
 * @throws Error where the name is on no code list.
 */
export function commodityOf({ type, name, term, words }: Good, on: string): Commodity {
  const description = words === undefined ? {} : { description: words };
  if (type === 'DRUG') {
    const drug = listed(drugs().find(name), name);
    return { type, drug: drug.name, group: drug.group, ...description };
  }
  if (type === 'PRECURSOR') {
    const { table } = listed(precursors().find(name), name);
    return { type, substance: name, ...(table === undefined ? {} : { table }), ...description };
  }
  const appendix = appendixOn(listed(taxa().find(name), name), on);
  return {
    type,
    taxon: name,
    ...(appendix === undefined ? {} : { appendix }),
    term: listed(term, name),
    ...description,
  };
}

function listed<Entry>(entry: Entry | undefined, name: string): Entry {
  if (entry === undefined) throw new Error(`expected ${name} on the code lists, got none`);
  return entry;
}
