// What an audit trail records. An entry has no place for a token, a variable or the value of a field, and a key that is
// not named here is refused.
import { z } from 'zod';

/** Short text of a person or system, in one line; what looks like a JWT is refused, in case a client sends one astray. */
const text = z
  .string()
  .min(1)
  .max(512)
  .regex(/^\P{Cc}*$/u, 'expected text without control characters')
  .refine((value) => value.isWellFormed(), 'expected well-formed Unicode')
  .refine((value) => !/eyJ[\w-]{8,}\.[\w-]/.test(value), 'expected anything but a token');

/** Schema coordinate: `Type`, `Type.field` or `Type.field(argument:)`. */
const coordinate = z
  .string()
  .max(400)
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*(\([A-Za-z_]\w*:\))?)?$/, 'expected a schema coordinate such as Case.suspects');

const subgraph = z.string().regex(/^[\w.-]{1,100}$/, 'expected the name of a subgraph');

const participant = z.string().regex(/^[A-Z][A-Z0-9]{1,15}$/, 'expected the code of a participant');

const asked = {
  /** Who asked: subject of the token. */
  subject: text.nullable(),
  /** For whom: code of the participant that the caller acts for. */
  agency: text.nullable(),
  purpose: text.nullable(),
  caseReference: text.nullable(),
};

/** At the gateway, one for each operation. `subject` and `agency` are null where no token was asked for. */
export const operationEntry = z.strictObject({
  kind: z.literal('operation'),
  ...asked,
  /** SHA-256 of the operation's text, in hex; the text itself may hold values. */
  operation: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex'),
  /** Restricted coordinates that the caller got. */
  disclosed: z.array(coordinate),
  /** Restricted coordinates that the caller asked for and did not get. */
  denied: z.array(coordinate),
  /** Subgraphs that were asked. */
  contacted: z.array(subgraph),
});

/** At a participant, one for each record disclosed above N0. */
export const disclosureEntry = z.strictObject({
  kind: z.literal('disclosure'),
  ...asked,
  subject: text,
  agency: text,
  /** Gateway whose assertion it was, and the id (`jti`) of that assertion. */
  gateway: text,
  assertion: z.uuid(),
  /** Id of the case. */
  case: z.string().regex(/^[A-Z][A-Z0-9]{1,15}-[A-Za-z0-9._-]{1,64}$/, 'expected the id of a case such as VN-2024-17'),
  /** Revision of the record that was shown. */
  revision: z.int().positive(),
  /** As it stood with this revision: an originator's marking travels with every line that tells of the record. */
  release: z.strictObject({
    tlp: z.enum(['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED']),
    handling: z.enum(['H0', 'H1', 'H2', 'H3']),
    audience: z.array(participant),
  }),
  /** Classes disclosed. AUDIENCE is the list of who else the record is released to. */
  classes: z.array(z.enum(['N1', 'N2', 'P1', 'AUDIENCE'])).min(1),
});

export const auditEntry = z.discriminatedUnion('kind', [operationEntry, disclosureEntry]);

export type OperationEntry = z.output<typeof operationEntry>;
export type DisclosureEntry = z.output<typeof disclosureEntry>;
export type AuditEntry = z.output<typeof auditEntry>;
