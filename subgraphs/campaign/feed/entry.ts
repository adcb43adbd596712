// One entry of a feed, checked as from a stranger: known fields only, known codes only, nothing above class N0, and
// every text and list bounded.
import { GraphQLCountryCode } from 'graphql-scalars';
import { z } from 'zod';
import { unit } from '#schema/codes/enums.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { caseRecord } from '#subgraphs/kit/record/case-record.ts';

/** Text that every database takes: no NUL, no half of a surrogate pair. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), { error: 'expected well-formed text' });
const amount = z.number().nonnegative().finite();
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString());

const country = z.string().refine(
  (value) => {
    try {
      GraphQLCountryCode.parseValue(value);
      return value === value.toUpperCase();
    } catch {
      return false;
    }
  },
  { error: (issue) => `expected an ISO 3166-1 alpha-2 country, got ${JSON.stringify(issue.input)}` },
);

const unrepeated = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((list) => new Set(list).size === list.length, { error: 'expected a list without repeats' });

const { kind, form, seizedIn, conveyance } = caseRecord.shape;

const head = z.strictObject({
  reference: text(500),
  phase: text(40).nullable(),
  kind,
  form,
  seizedIn,
  reportedAt: instant,
  provenance: z
    .strictObject({
      source: text(4_000),
      compiledBy: text(1_000).nullable(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .nullable(),
    })
    .nullable(),
});

const facts = z.strictObject({
  drugs: unrepeated(text(200), 100),
  taxa: unrepeated(text(200), 100),
  origin: country.nullable(),
  transit: z.array(country).max(100),
  seizedAt: country.nullable(),
  destination: country.nullable(),
  mode: conveyance.unwrap().shape.mode.nullable(),
  kilograms: amount.nullable(),
  quantities: z
    .array(z.strictObject({ commodity: text(250), unit, value: amount.nullable(), kilograms: amount.nullable() }))
    .max(1_000),
});

const visibleTo = z.strictObject({
  scope: z.enum(['ALL', 'PHASE', 'LISTED']),
  participants: unrepeated(participantCode, 1_000),
});

const identity = {
  caseId: z.string(),
  revision: z.int().min(1).max(2_147_483_647),
  changedAt: instant,
};

const change = z.strictObject({ ...identity, deleted: z.literal(false), head, facts, visibleTo });
const tombstone = z.strictObject({
  ...identity,
  deleted: z.literal(true),
  head: z.null(),
  facts: z.null(),
  visibleTo: z.null(),
});

/** Names of all fields that an entry may have, at any depth. */
export const KNOWN_FIELDS = [
  ...Object.keys(change.shape),
  ...Object.keys(head.shape),
  ...Object.keys(head.shape.provenance.unwrap().shape),
  ...Object.keys(facts.shape),
  ...Object.keys(facts.shape.quantities.element.shape),
  ...Object.keys(visibleTo.shape),
];

export type CaseChange = z.output<typeof change>;
export type Tombstone = z.output<typeof tombstone>;
export type FeedEntry = CaseChange | Tombstone;

export type CheckedEntry =
  | { readonly entry: FeedEntry; readonly reason?: undefined }
  | { readonly entry?: undefined; readonly reason: string };

/** Checks an entry of `participant`'s feed; the reason says what was expected and what was got. */
export function checkEntry(participant: string, value: unknown): CheckedEntry {
  const deleted = typeof value === 'object' && value !== null && 'deleted' in value && value.deleted === true;
  const checked = (deleted ? tombstone : change).safeParse(value, { reportInput: true });
  if (!checked.success) return { reason: checked.error.issues.map(inWords).join('; ').slice(0, 1_000) };
  const entry = checked.data;
  const owned = new RegExp(`^${participant}-[A-Za-z0-9._-]{1,64}$`);
  if (!owned.test(entry.caseId)) {
    return {
      reason: `caseId: expected ${participant}, a hyphen and a key, got ${JSON.stringify(entry.caseId.slice(0, 100))}`,
    };
  }
  if (!entry.deleted) {
    const { scope, participants } = entry.visibleTo;
    if (scope === 'LISTED' ? !participants.includes(participant) : participants.length > 0) {
      return {
        reason: `visibleTo: expected ${scope === 'LISTED' ? 'the owner among those listed' : `nobody listed with ${scope}`}, got [${participants.slice(0, 20).join(', ')}]`,
      };
    }
  }
  return { entry };
}

function inWords({ path, message, input }: z.core.$ZodIssue): string {
  const what = path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
  if (typeof input === 'object' || message.includes(', got ')) return what;
  return `${what.replace(/, received .*$/, '')}, got ${JSON.stringify(input)?.slice(0, 60) ?? 'nothing'}`;
}
