// Names in a filter, by the code lists: another name of a drug or taxon means the list's own, and a slip is told with what is
// nearest instead of being answered with nothing. It never looks at what the hub holds: that a name is known of a hidden
// case alone would tell of the case.
import { drugs } from '#schema/codes/drugs.ts';
import { suggestion } from '#schema/codes/nearest.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { taxa } from '#schema/codes/taxa.ts';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';

/** @throws GraphQLError BAD_USER_INPUT for a name on neither list. */
export function listedDrug(name: string): string {
  const known = drugs().find(name) ?? precursors().find(name);
  if (known !== undefined) return known.name;
  const names = [...drugs().entries, ...precursors().entries].flatMap(({ name: own, also }) => [own, ...also]);
  throw badUserInput(
    `filter.drug: expected a drug or precursor on the code lists, got ${shown(name)}${suggestion(name, names)}`,
  );
}

/**
 * The list of taxa is not whole: a scientific name that is on it by no name, and near none, stands for itself.
 * @throws GraphQLError BAD_USER_INPUT for what is no scientific name, or one letter off a listed one.
 */
export function listedTaxon(name: string): string {
  const known = taxa().find(name);
  if (known !== undefined) return known.name;
  const text = name.trim();
  const own = taxa().entries.map((each) => each.name);
  const genera = own.map((each) => each.split(' ')[0] ?? '');
  if (genera.includes(text)) return text;
  const scientific = /^[A-Z][a-z]+( (spp\.|[a-z-]+))?$/.test(text);
  const near = suggestion(text, [
    ...own,
    ...genera,
    ...taxa().entries.flatMap(({ english, also }) => [english, ...also]),
  ]);
  if (scientific && near === '') return text;
  throw badUserInput(
    `filter.taxon: expected a taxon, such as Manis javanica, or a genus, such as Manis, got ${shown(name)}${near}`,
  );
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
