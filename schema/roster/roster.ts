// The roster: who takes part, by code. A data file (`participants.yaml`), never a list in code.
import { z } from 'zod';
import { readConfiguration } from '../configuration/read.ts';

/** Code of a participant: it begins ids, prefixes national types and, in lower case, names the subgraph. */
export const participantCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,15}$/, 'expected a code such as VN or VNC04 (2 to 16 capitals and digits)');

const participant = z.strictObject({
  code: participantCode,
  name: z.string().min(1),
  /** ISO 3166-1 alpha-2; absent for an international organisation. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 country')
    .optional(),
  kind: z.enum(['CUSTOMS', 'POLICE', 'INTERNATIONAL_ORGANISATION', 'SUPPORTER']),
  /** Name of the object type that the participant owns; absent where it reports no cases. */
  caseType: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]*Case$/, 'expected a type name such as VietnamCustomsCase')
    .optional(),
  /** Where to ask for what is withheld: an address or an office, shown to other participants. */
  contactPoint: z.string().optional(),
  /** OAuth issuer of the participant's people. */
  issuer: z.string().optional(),
  /** Public keys (JWK) of the participant's own services. */
  publicKeys: z.array(z.record(z.string(), z.unknown())).default([]),
  /** True for a participant that public reports of the campaign do not name. */
  illustrative: z.boolean().default(false),
});

/** Names of subgraphs that are no participant's. */
const RESERVED: readonly string[] = ['campaign', 'intelligence'];

const roster = z.strictObject({ participants: z.array(participant).min(1) }).superRefine((value, context) => {
  for (const [index, { code }] of value.participants.entries()) {
    if (!RESERVED.includes(subgraphName(code))) continue;
    context.addIssue({
      code: 'custom',
      path: ['participants', index, 'code'],
      message: `expected a code that names no subgraph of ours, got ${code}`,
    });
  }
  for (const key of ['code', 'caseType'] as const) {
    const seen = new Set<string>();
    for (const [index, each] of value.participants.entries()) {
      const name = each[key];
      if (name === undefined) continue;
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: ['participants', index, key],
          message: `expected a ${key} used once, got ${name} again`,
        });
      seen.add(name);
    }
  }
});

export type Participant = z.output<typeof participant>;

/** A participant that reports cases, and so runs a subgraph. */
export type ReportingParticipant = Participant & { caseType: string };

export interface Roster {
  readonly participants: readonly Participant[];
}

/**
 * Reads the roster.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readRoster(file: string): Roster {
  return readConfiguration(file, roster);
}

/** JSON Schema of the roster file is made from this. */
export const rosterSchema = roster;

/** The participants that report cases, in the order of the roster. */
export function reportingParticipants(from: Roster): ReportingParticipant[] {
  return from.participants.filter((each): each is ReportingParticipant => each.caseType !== undefined);
}

/** Name of a participant's subgraph in `supergraph.yaml`. */
export function subgraphName(code: string): string {
  return code.toLowerCase();
}
