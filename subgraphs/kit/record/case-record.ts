// A case as its owner keeps it: what comes in from entry, import or seed, checked once, before it is stored.
import { GraphQLCurrency } from 'graphql-scalars';
import { z } from 'zod';
import {
  caseForm,
  caseKind,
  citesAppendix,
  concealmentMethod,
  detectionMethod,
  drugGroup,
  handlingCode,
  identifierKind,
  precursorTable,
  tlp,
  transportMode,
  unit,
} from '#schema/codes/enums.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { kilograms } from '../quantities/kilograms.ts';
import { amount, instantOutside, line, MOST, withinYears, yearMonth } from './bounds.ts';
import { country, fits } from './country.ts';

const day = z.iso.date();
const text = z.string().min(1);
const count = z.int().nonnegative();

export const place = z.strictObject({
  country: country.optional(),
  locode: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/, 'expected a UN/LOCODE such as VNSGN')
    .optional(),
  name: text.optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});

export const identifier = z.strictObject({
  kind: identifierKind,
  /** As reported. Whether form and check digit are right is computed where it is stored, never given. */
  value: text,
});

export const commodity = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('DRUG'),
    drug: line(200),
    group: drugGroup,
    description: text.optional(),
  }),
  z.strictObject({
    type: z.literal('PRECURSOR'),
    substance: line(200),
    table: precursorTable.optional(),
    description: text.optional(),
  }),
  z.strictObject({
    type: z.enum(['WILDLIFE', 'TIMBER']),
    taxon: line(200),
    appendix: citesAppendix.optional(),
    term: z.string().regex(/^[A-Z]{3}$/, 'expected a CITES term code of three letters'),
    description: text.optional(),
  }),
  z.strictObject({
    type: z.literal('OTHER'),
    hsCode: z
      .string()
      .regex(/^\d{4,10}$/, 'expected a Harmonized System code of 4 to 10 digits')
      .optional(),
    description: text,
  }),
]);

export const seizure = z.strictObject({
  commodity,
  /** `value` absent: there was some, the source does not say how much. The kilogram equivalent is computed, never given. */
  quantity: z.strictObject({ value: amount.optional(), unit }).optional(),
  estimatedValue: z
    .strictObject({
      amount,
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 currency')
        .refine(fits(GraphQLCurrency), 'expected an ISO 4217 currency'),
    })
    .optional(),
});

export const release = z.strictObject({
  handling: handlingCode,
  /** Words of the restriction; handling H3 only. */
  restriction: text.optional(),
  tlp: tlp,
  /** Participants that the record is released to by name. */
  audience: z.array(participantCode).default([]),
  reviewOn: day.optional(),
});

/** Who compiled a record that no agency reported itself. */
export const provenance = z.strictObject({
  source: line(4_000),
  compiledBy: line(1_000).optional(),
  url: z.url().optional(),
});

export const caseRecord = z
  .strictObject({
    /** Participant's code, a hyphen, and the participant's own key. */
    id: z
      .string()
      .regex(/^[A-Z][A-Z0-9]{1,15}-[A-Za-z0-9._-]{1,64}$/, "expected the participant's code, a hyphen and a key")
      // Those of statistical returns (return-record.ts).
      .refine((id) => !/^[^-]*-R\./.test(id), 'expected a key that does not begin with `R.`'),
    reference: line(500),
    /** Phase id, for example `OMD-5`. */
    phase: text.optional(),
    kind: caseKind,
    form: caseForm,
    seizedOn: day.optional(),
    /** YYYY-MM, or YYYY where the source gives no month. With `seizedOn`, its month. */
    seizedIn: yearMonth,
    reportedAt: z.iso.datetime().refine(withinYears, instantOutside),
    provenance: provenance.optional(),
    seizures: z.array(seizure).min(1, 'expected at least one seizure'),
    route: z
      .strictObject({
        origin: place.optional(),
        transit: z.array(place).default([]),
        seizedAt: place.optional(),
        destination: place.optional(),
      })
      .optional(),
    conveyance: z
      .strictObject({
        mode: transportMode,
        identifiers: z.array(identifier).default([]),
      })
      .optional(),
    concealment: z
      .strictObject({
        method: concealmentMethod,
        description: text.optional(),
      })
      .optional(),
    detection: z
      .strictObject({
        method: detectionMethod,
        description: text.optional(),
      })
      .optional(),
    /** Free text takes the record's highest class: P1 where it names persons. */
    narrative: z.strictObject({ text, class: z.enum(['N1', 'P1']) }).optional(),
    suspects: z
      .array(
        z.strictObject({
          role: text.optional(),
          nationality: country.optional(),
          name: text.optional(),
          dateOfBirth: day.optional(),
          identifiers: z.array(identifier).default([]),
          address: text.optional(),
          company: text.optional(),
        }),
      )
      .default([]),
    outcome: z
      .strictObject({
        arrests: count.optional(),
        charged: count.optional(),
        convicted: count.optional(),
        sanction: text.optional(),
        disposal: text.optional(),
      })
      .optional(),
    release,
    /** Class P2: kept by the owner, in no schema. */
    sealed: z
      .strictObject({
        informant: text.optional(),
        officer: text.optional(),
        ongoingOperation: z.boolean().optional(),
        controlledDelivery: z.boolean().optional(),
      })
      .optional(),
    /** National fields of the participant's own type, by field name; JSON values. */
    national: z.record(z.string(), z.json()).optional(),
  })
  .superRefine((value, context) => {
    const weighed = value.seizures.map(({ commodity: goods, quantity }) =>
      quantity === undefined ? 0 : (kilograms(quantity, goods)?.kilograms ?? 0),
    );
    const total = weighed.reduce((sum, each) => sum + each, 0);
    if (total > MOST) {
      context.addIssue({
        code: 'custom',
        path: ['seizures'],
        message: `expected at most ${MOST} kg in all, got ${total}`,
      });
    }
    if (value.seizedOn !== undefined && !value.seizedOn.startsWith(value.seizedIn)) {
      context.addIssue({
        code: 'custom',
        path: ['seizedIn'],
        message: `expected the month of seizedOn ${value.seizedOn}, got ${value.seizedIn}`,
      });
    }
  });

/** A checked case. */
export type CaseRecord = z.output<typeof caseRecord>;
/** A case before defaults are filled in. */
export type CaseRecordInput = z.input<typeof caseRecord>;
export type Seizure = CaseRecord['seizures'][number];
export type Commodity = Seizure['commodity'];
export type Quantity = NonNullable<Seizure['quantity']>;
export type Place = z.output<typeof place>;
export type Identifier = z.output<typeof identifier>;
export type ReleaseProfile = z.output<typeof release>;
