// The people of the demonstration (people.yaml): whom the provider signs in, and the most that each may be granted.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { participantCode } from '#schema/roster/roster.ts';

/** As RFC 6749 (3.3) has it, without what HTML or a shell would read. */
const scope = z.string().regex(/^[a-z]+:[a-z]+$/, 'expected a scope such as case:read');

const person = z.strictObject({
  /** Claim `sub`, and what is typed to sign in. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected a short name such as lan'),
  name: z.string().min(1),
  role: z.string().min(1),
  /** Code of the participant that the person acts for. */
  agency: participantCode,
  scopes: z.array(scope),
  /** Purposes that the person may state. */
  purposes: z.array(z.string().min(1)),
});

const people = z.strictObject({ people: z.array(person).min(1) }).superRefine((value, context) => {
  const seen = new Set<string>();
  for (const [index, { id }] of value.people.entries()) {
    if (seen.has(id))
      context.addIssue({
        code: 'custom',
        path: ['people', index, 'id'],
        message: `expected an id used once, got ${id} again`,
      });
    seen.add(id);
  }
});

export type Person = z.output<typeof person>;

export const SHIPPED_PEOPLE: string = fileURLToPath(new URL('./people.yaml', import.meta.url));

/**
 * By id.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readPeople(file: string = SHIPPED_PEOPLE): ReadonlyMap<string, Person> {
  return new Map(readConfiguration(file, people).people.map((each) => [each.id, each]));
}

/** The most that any of them is granted, sorted: what a gateway lets this issuer say. */
export function boundsOf(all: ReadonlyMap<string, Person>): {
  participants: string[];
  scopes: string[];
  purposes: string[];
} {
  const every = (of: (person: Person) => readonly string[]) => [...new Set([...all.values()].flatMap(of))].toSorted();
  return {
    participants: every(({ agency }) => [agency]),
    scopes: every(({ scopes }) => scopes),
    purposes: every(({ purposes }) => purposes),
  };
}
