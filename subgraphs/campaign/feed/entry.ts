// One entry of a feed, checked as from a stranger: known fields only, known codes only, nothing above class N0, and
// every text and list bounded.
import { GraphQLCountryCode } from 'graphql-scalars';
import { z } from 'zod';
import { unit } from '#schema/codes/enums.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { amount, instantOutside, line, withinYears } from '#subgraphs/kit/record/bounds.ts';
import { caseRecord } from '#subgraphs/kit/record/case-record.ts';
import { inWords, sortOf } from './words.ts';

const instant = z.iso
  .datetime({ offset: true })
  .refine(withinYears, instantOutside)
  .transform((value) => new Date(value).toISOString());

const country = z.string().refine(
  (value) => {
    try {
      GraphQLCountryCode.parseValue(value);
      return value === value.toUpperCase();
    } catch {
      return false;
    }
  },
  { error: 'expected an ISO 3166-1 alpha-2 country' },
);

const unrepeated = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((list) => new Set(list).size === list.length, { error: 'expected a list without repeats' });

const { kind, form, seizedIn, conveyance } = caseRecord.shape;

const head = z.strictObject({
  reference: line(500),
  phase: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,15}-[1-9]\d{0,8}$/, 'expected a phase id such as OMD-5')
    .nullable(),
  kind,
  form,
  seizedIn,
  reportedAt: instant,
  provenance: z
    .strictObject({
      source: line(4_000),
      compiledBy: line(1_000).nullable(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .nullable(),
    })
    .nullable(),
});

const facts = z.strictObject({
  drugs: unrepeated(line(200), 100),
  taxa: unrepeated(line(200), 100),
  origin: country.nullable(),
  transit: z.array(country).max(100),
  seizedAt: country.nullable(),
  destination: country.nullable(),
  mode: conveyance.unwrap().shape.mode.nullable(),
  kilograms: amount.nullable(),
  quantities: z
    .array(z.strictObject({ commodity: line(250), unit, value: amount.nullable(), kilograms: amount.nullable() }))
    .max(1_000),
});

const visibleTo = z.strictObject({
  scope: z.enum(['ALL', 'PHASE', 'LISTED']),
  participants: unrepeated(participantCode, 1_000),
});

const identity = {
  caseId: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,15}-[A-Za-z0-9._-]{1,64}$/, "expected the participant's code, a hyphen and a key")
    .refine((id) => !/^[^-]*-R\./.test(id), 'expected a key that does not begin with `R.`'),
  revision: z.int().min(1).max(2_147_483_647),
  changedAt: instant,
};

/** An entry that tells of a case; each field is of class N0. */
export const change = z.strictObject({ ...identity, deleted: z.literal(false), head, facts, visibleTo });
const tombstone = z.strictObject({
  ...identity,
  deleted: z.literal(true),
  head: z.null(),
  facts: z.null(),
  visibleTo: z.null(),
});

const owned = {
  returnId: z
    .string()
    .regex(
      /^[A-Z][A-Z0-9]{1,15}-R\.[A-Za-z0-9._-]{1,62}$/,
      "expected the participant's code, a hyphen, `R.` and a key",
    ),
  revision: identity.revision,
  changedAt: instant,
};

const content = z.strictObject({
  phase: head.shape.phase,
  period: seizedIn,
  kind,
  commodity: line(250),
  name: line(200).nullable(),
  country: country.nullable(),
  events: z.int().min(0).max(1e9).nullable(),
  unit: unit.nullable(),
  quantity: amount.nullable(),
  kilograms: amount.nullable(),
  reportedAt: instant,
  provenance: head.shape.provenance,
});

/** An entry that tells of a statistical return; each field is of class N0. */
export const returnChange = z.strictObject({ ...owned, deleted: z.literal(false), content, visibleTo });
const returnTombstone = z.strictObject({
  ...owned,
  deleted: z.literal(true),
  content: z.null(),
  visibleTo: z.null(),
});

export type ReturnChange = z.output<typeof returnChange>;
export type ReturnEntry = ReturnChange | z.output<typeof returnTombstone>;
export type CaseChange = z.output<typeof change>;
export type Tombstone = z.output<typeof tombstone>;
export type CaseEntry = CaseChange | Tombstone;
export type FeedEntry = CaseEntry | ReturnEntry;

export type CheckedEntry =
  | { readonly entry: FeedEntry; readonly reason?: undefined }
  | { readonly entry?: undefined; readonly reason: string };

/** Checks an entry of `participant`'s feed; the reason says what was expected, and of what was got its sort only. */
export function checkEntry(participant: string, value: unknown): CheckedEntry {
  const deleted = isObject(value) && value.deleted === true;
  const schema: z.ZodType<FeedEntry> = isOfReturn(value)
    ? deleted
      ? returnTombstone
      : returnChange
    : deleted
      ? tombstone
      : change;
  const checked = schema.safeParse(value, { reportInput: true });
  if (!checked.success) return { reason: checked.error.issues.map(inWords).join('; ').slice(0, 1_000) };
  const entry = checked.data;
  const id = recordId(entry);
  if (!new RegExp(`^${participant}-[A-Za-z0-9._-]{1,64}$`).test(id)) {
    const field = isOfReturn(entry) ? 'returnId' : 'caseId';
    return { reason: `${field}: expected ${participant}, a hyphen and a key, got ${sortOf(id)}` };
  }
  if (!entry.deleted) {
    const { scope, participants } = entry.visibleTo;
    if (scope === 'LISTED' ? !participants.includes(participant) : participants.length > 0) {
      return {
        reason:
          scope === 'LISTED'
            ? `visibleTo: expected the owner among those listed, got ${participants.length} others`
            : `visibleTo: expected nobody listed with ${scope}, got ${participants.length}`,
      };
    }
  }
  return { entry };
}

/** Whether an entry, be it what it may, speaks of a statistical return. */
export function isOfReturn(value: unknown): value is { readonly returnId: unknown } {
  return isObject(value) && Object.hasOwn(value, 'returnId');
}

/** Id of the case or return: the two never share one. */
export function recordId(entry: FeedEntry): string {
  return 'returnId' in entry ? entry.returnId : entry.caseId;
}

/** Phase that the record is reported to. Null where there is none, or the record is gone. */
export function phaseOf(entry: FeedEntry): string | null {
  return ('returnId' in entry ? entry.content?.phase : entry.head?.phase) ?? null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
