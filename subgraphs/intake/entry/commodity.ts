// The goods of a record entered by hand, held against the code lists as an import holds them: names become the list's own,
// and what follows from the list (group, table, appendix) need not be typed.
import { citesTerms } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { suggestion } from '#schema/codes/nearest.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { taxa } from '#schema/codes/taxa.ts';
import { appendixIn } from '../record/commodity.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Leaves alone what is no commodity: the record's own check tells of it. @param faults gets a line for each fault. */
export function listed(value: unknown, seizedIn: string, at: string, faults: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const goods = value as Fields;
  switch (goods.type) {
    case 'DRUG':
      return drug(goods, at, faults);
    case 'PRECURSOR':
      return precursor(goods);
    case 'WILDLIFE':
    case 'TIMBER':
      return specimen(goods, seizedIn, at, faults);
    default:
      return value;
  }
}

/** A drug that no list has yet is entered with its group. */
function drug(goods: Fields, at: string, faults: string[]): Fields {
  const name = goods.drug;
  if (typeof name !== 'string') return goods;
  const known = drugs().find(name);
  if (known !== undefined) return { ...goods, drug: known.name, group: known.group };
  if (goods.group !== undefined) return { ...goods, drug: name.trim().toLowerCase() };
  const names = drugs().entries.flatMap(({ name: own, also }) => [own, ...also]);
  faults.push(
    `${at}.drug: expected a drug on the code list, or its group, got ${JSON.stringify(name)}${suggestion(name, names)}`,
  );
  return goods;
}

function precursor(goods: Fields): Fields {
  const name = goods.substance;
  if (typeof name !== 'string') return goods;
  const known = precursors().find(name);
  if (known === undefined) return { ...goods, substance: name.trim().toLowerCase() };
  return { ...goods, substance: known.name, ...(known.table !== undefined && { table: known.table }) };
}

function specimen(goods: Fields, seizedIn: string, at: string, faults: string[]): Fields {
  const { taxon, term, appendix } = goods;
  const known = typeof taxon === 'string' ? taxa().find(taxon)?.name : undefined;
  const code = typeof term === 'string' ? citesTerms().find(term)?.code : undefined;
  if (typeof term === 'string' && code === undefined) {
    const names = citesTerms().entries.flatMap(({ code: own, name, also }) => [own, name, ...also]);
    faults.push(
      `${at}.term: expected a CITES term, by code or name, got ${JSON.stringify(term)}${suggestion(term, names)}`,
    );
  }
  const listedIn = appendix ?? (known === undefined ? undefined : appendixIn(known, seizedIn));
  return {
    ...goods,
    ...(known !== undefined && { taxon: known }),
    ...(code !== undefined && { term: code }),
    ...(listedIn !== undefined && { appendix: listedIn }),
  };
}
