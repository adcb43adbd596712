// Adds participants to the roster: national customs, marked illustrative, for an import cannot know who really takes part.
// The file's comments and order stay.
import { readFileSync } from 'node:fs';
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { ConfigurationError, parseConfiguration } from '#schema/configuration/read.ts';
import { writeIfChanged } from '#schema/configuration/write.ts';
import { type Roster, readRoster, rosterSchema } from '#schema/roster/roster.ts';
import { countryName } from '../cells/country-name.ts';
import { caseTypeOf } from './case-type.ts';
import { withLock } from './lock.ts';

/** Why this code cannot be enrolled, or undefined where it can (or reports cases already). */
export function whyNotEnrolled(code: string, roster: Roster): string | undefined {
  const known = roster.participants.find((each) => each.code === code);
  if (known?.kind === 'INTERNATIONAL_ORGANISATION' || known?.kind === 'SUPPORTER')
    return `expected a participant that may report cases, got one of kind ${known.kind}`;
  if (countryName(known?.country ?? code) === undefined)
    return 'expected a participant on the roster, or an ISO 3166-1 country whose customs can be enrolled';
  return undefined;
}

/**
 * Gives each code a place on the roster with a case type. Two imports at once lose nothing of each other's.
 * @returns the roster as it then is.
 * @throws ConfigurationError where the roster on disk cannot be read.
 */
export async function enrol(file: string, codes: Iterable<string>): Promise<Roster> {
  await withLock(`${file}.lock`, () => {
    const roster = readRoster(file);
    const source = readFileSync(file, 'utf8');
    const document = parseDocument(source, { schema: 'core' });
    const entries = document.get('participants', true);
    if (!isSeq(entries)) throw new ConfigurationError([`${file}: expected a list of participants`]);
    const taken = new Set(roster.participants.flatMap(({ caseType }) => (caseType === undefined ? [] : [caseType])));
    let changed = false;
    for (const code of [...new Set(codes)].toSorted())
      changed = enrolOne(code, roster, taken, entries, document) || changed;
    if (!changed) return;
    const text = document.toString({ lineWidth: 0 });
    parseConfiguration(text, rosterSchema, file);
    writeIfChanged(file, text);
  });
  return readRoster(file);
}

function enrolOne(code: string, roster: Roster, taken: Set<string>, entries: YAMLSeq, document: Document): boolean {
  const index = roster.participants.findIndex((each) => each.code === code);
  const known = roster.participants[index];
  if (known?.caseType !== undefined) return false;
  const country = known?.country ?? code;
  const name = countryName(country);
  if (name === undefined) throw new ConfigurationError([`expected an ISO 3166-1 country to enrol, got ${code}`]);
  const caseType = caseTypeOf(name, code, taken);
  taken.add(caseType);
  const entry = known === undefined ? undefined : (entries.items[index] as YAMLMap | undefined);
  if (isMap(entry)) entry.set('caseType', caseType);
  else
    entries.add(
      document.createNode({
        code,
        name: `${name} (illustrative)`,
        country,
        kind: 'CUSTOMS',
        caseType,
        illustrative: true,
      }),
    );
  return true;
}
