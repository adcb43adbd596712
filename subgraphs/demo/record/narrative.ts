// The free text of a case. It takes the record's highest class: P1 where it names persons, else N1.
import { concealments, detections } from '#schema/codes/methods.ts';
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Good } from '../goods/goods.ts';
import type { KnownPlace } from '../places/places.ts';
import type { Random } from '../random/random.ts';
import type { Concealment, Detection } from './carriage.ts';
import type { Suspect } from './suspects.ts';

type Narrative = NonNullable<CaseRecordInput['narrative']>;

/** Share of the narratives of records with suspects that name them. */
const NAMES_PERSONS = 0.12;

export interface Told {
  readonly good: Good;
  readonly how: Concealment;
  readonly found: Detection;
  readonly at: KnownPlace;
  readonly destination: KnownPlace | undefined;
  readonly suspects: readonly Suspect[];
}

export function narrativeOf({ good, how, found, at, destination, suspects }: Told, chance: Random): Narrative {
  const way = (detections().find(found)?.name ?? found).toLowerCase();
  const hiding = (concealments().find(how)?.name ?? how).toLowerCase();
  const text = [
    chance.pick([
      `Officers at ${at.name} found ${good.words ?? good.name} by ${way}.`,
      `${capitalised(good.words ?? good.name)} seized at ${at.name} by ${way}.`,
    ]),
    how === 'NONE' ? 'The goods were not hidden.' : `Concealment: ${hiding}.`,
    ...(destination === undefined ? [] : [`The goods were bound for ${destination.name}.`]),
  ].join(' ');
  const named = suspects[0]?.name;
  if (named === undefined || !chance.chance(NAMES_PERSONS)) return { text, class: 'N1' };
  return { text: `${text} ${named} was interviewed and named a contact.`, class: 'P1' };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
