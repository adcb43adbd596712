// What was seized, by the code lists: names become the list's own, and the appendix is that of the time of seizure.
import { citesTerms } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { appendixOn, type CitesAppendix, taxa } from '#schema/codes/taxa.ts';
import type { Commodity } from '#subgraphs/kit/record/case-record.ts';
import { folded } from '../cells/text.ts';
import type { Mapping } from '../mapping/format.ts';
import { choose } from './choose.ts';
import type { Reading } from './reading.ts';

export type CommodityRule = Mapping['commodity'];

/** Rejects the row where a name that the type needs is blank, or is on no list where it must be. */
export function commodityOf(rule: CommodityRule, seizedIn: string, reading: Reading): Commodity {
  const text = choose(rule.description, reading);
  const description = text === undefined ? {} : { description: text };
  switch (rule.type) {
    case 'DRUG':
      return { ...drug(rule, reading), ...description };
    case 'PRECURSOR': {
      const name = needed(rule, 'substance', reading);
      const known = precursors().find(name);
      if (known === undefined) return { type: 'PRECURSOR', substance: name.toLowerCase(), ...description };
      return { type: 'PRECURSOR', substance: known.name, table: known.table, ...description };
    }
    case 'OTHER': {
      const hsCode = choose(rule.hsCode, reading);
      const described = needed(rule, 'description', reading);
      return { type: 'OTHER', description: described, ...(hsCode === undefined ? {} : { hsCode }) };
    }
    default: {
      const { taxon, reported } = taxonOf(needed(rule, 'taxon', reading));
      const name = needed(rule, 'term', reading);
      const term = citesTerms().find(name)?.code;
      if (term === undefined) fault(rule, 'term', reading, 'expected a CITES term, by code or name');
      const appendix = appendixIn(taxon, seizedIn);
      const type = rule.type ?? 'WILDLIFE';
      const words = [text, reported].filter((each) => each !== undefined).join('; ');
      return { type, taxon, term, ...(appendix && { appendix }), ...(words !== '' && { description: words }) };
    }
  }
}

function drug(rule: CommodityRule, reading: Reading): Extract<Commodity, { type: 'DRUG' }> {
  const name = needed(rule, 'drug', reading);
  const known = drugs().find(name);
  if (known !== undefined) return { type: 'DRUG', drug: known.name, group: known.group };
  const group = choose(rule.group, reading);
  if (group === undefined) fault(rule, 'drug', reading, 'expected a drug on the code list, or a group');
  return { type: 'DRUG', drug: name.toLowerCase(), group };
}

/** By the list's own name, so that one taxon is counted once; another name that the source used stays beside it. */
function taxonOf(text: string): { readonly taxon: string; readonly reported?: string } {
  const name = taxa().find(text)?.name;
  if (name === undefined) return { taxon: text };
  return folded(name) === folded(text) ? { taxon: name } : { taxon: name, reported: `reported as ${text}` };
}

/** Undefined where the taxon is not on the list, is not listed, or moved within the month or year. */
export function appendixIn(name: string, seizedIn: string): CitesAppendix | undefined {
  const taxon = taxa().find(name);
  if (taxon === undefined) return undefined;
  const first = appendixOn(taxon, seizedIn);
  const end = seizedIn.length === 4 ? `${seizedIn}-12-31` : `${seizedIn.slice(0, 7)}-31`;
  return first === appendixOn(taxon, seizedIn.length === 10 ? seizedIn : end) ? first : undefined;
}

function needed(
  rule: CommodityRule,
  field: 'drug' | 'substance' | 'taxon' | 'term' | 'description',
  reading: Reading,
): string {
  return choose<string>(rule[field], reading) ?? fault(rule, field, reading, `expected a ${field}`);
}

function fault(
  rule: CommodityRule,
  field: 'drug' | 'substance' | 'taxon' | 'term' | 'description',
  reading: Reading,
  reason: string,
): never {
  const choice = rule[field];
  const column = choice !== undefined && 'column' in choice ? choice.column : field;
  return reading.reject(column, reason);
}
