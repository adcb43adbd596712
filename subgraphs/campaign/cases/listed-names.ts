// Names in a filter, by the code lists: another name of a drug or taxon means the list's own, and a slip is told with what is
// nearest instead of being answered with nothing. It never looks at what the hub holds: that a name is known of a hidden
// case alone would tell of the case.
import { drugs } from '#schema/codes/drugs.ts';
import { suggestion } from '#schema/codes/nearest.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { taxa } from '#schema/codes/taxa.ts';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';

/** Names of one request that are on no list: each is compared with all that are, which takes about a millisecond. */
const MOST_UNLISTED = 100;

export interface ListedNames {
  /** @throws GraphQLError BAD_USER_INPUT for a name on neither list of drugs and precursors, or one too many. */
  drug(name: string): string;
  /**
   * The list of taxa is not whole: a scientific name that is on it by no name, and near none, stands for itself.
   * @throws GraphQLError BAD_USER_INPUT for what is no scientific name, one letter off a listed one, or one too many.
   */
  taxon(name: string): string;
}

/** For one request, which looks at no name twice. */
export function listedNames(): ListedNames {
  const unlisted = new Map<string, string>();
  const once = (name: string, look: (name: string) => string): string => {
    const known = unlisted.get(name);
    if (known !== undefined) return known;
    if (unlisted.size >= MOST_UNLISTED)
      throw badUserInput(
        `filter: expected at most ${MOST_UNLISTED} names that are on no code list in a request, got more`,
      );
    const found = look(name);
    unlisted.set(name, found);
    return found;
  };
  return {
    drug: (name) => (drugs().find(name) ?? precursors().find(name))?.name ?? unlistedDrug(name),
    taxon: (name) => taxa().find(name)?.name ?? once(name, unlistedTaxon),
  };
}

function unlistedDrug(name: string): never {
  const names = [...drugs().entries, ...precursors().entries].flatMap(({ name: own, also }) => [own, ...also]);
  throw badUserInput(
    `filter.drug: expected a drug or precursor on the code lists, got ${shown(name)}${suggestion(name, names)}`,
  );
}

function unlistedTaxon(name: string): string {
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
