// A campaign as data: phases, members, activities and published figures, one YAML file a campaign.
import { z } from 'zod';
import { readConfiguration } from '../configuration/read.ts';
import { participantCode } from '../roster/roster.ts';

const day = z.iso.date();

const activity = z.strictObject({
  kind: z.enum([
    'CONFERENCE',
    'SEMINAR',
    'TRAINING',
    'GROUP_MEETING',
    'RED_TEAM_EXCHANGE',
    'KEY_TEAM',
    'JOINT_INVESTIGATION',
  ]),
  title: z.string().min(1),
  startsOn: day,
  endsOn: day.optional(),
  place: z.string().optional(),
  country: z.string().length(2).optional(),
  hosts: z.array(participantCode).default([]),
  delegates: z.int().nonnegative().optional(),
  countries: z.int().nonnegative().optional(),
  organisations: z.int().nonnegative().optional(),
  /** Absent where the activity was made up for demonstration. */
  source: z.string().optional(),
});

const reportedFigure = z.strictObject({
  measure: z.string().min(1),
  value: z.number(),
  unit: z.string().optional(),
  comparedWith: z.string().optional(),
  change: z.number().optional(),
  source: z.string().min(1),
  publishedOn: day.optional(),
});

const phase = z
  .strictObject({
    number: z.int().positive(),
    name: z.string().min(1),
    startsOn: day,
    /** Absent while the phase is open. */
    endsOn: day.optional(),
    /** Default: five years after the end. */
    accessUntil: day.optional(),
    illustrative: z.boolean().default(false),
    participants: z.array(participantCode).default([]),
    activities: z.array(activity).default([]),
    reported: z.array(reportedFigure).default([]),
  })
  .refine((value) => value.endsOn === undefined || value.endsOn >= value.startsOn, {
    message: 'expected endsOn on or after startsOn',
    path: ['endsOn'],
  });

const campaign = z
  .strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9]{1,15}$/, 'expected a code such as OMD (2 to 16 capitals and digits)'),
    name: z.string().min(1),
    description: z.string().optional(),
    coInitiators: z.array(participantCode).default([]),
    supporters: z.array(participantCode).default([]),
    phases: z.array(phase).default([]),
  })
  .superRefine((value, context) => {
    const seen = new Set<number>();
    for (const [index, { number }] of value.phases.entries()) {
      if (seen.has(number))
        context.addIssue({
          code: 'custom',
          path: ['phases', index, 'number'],
          message: `expected a number used once, got ${number} again`,
        });
      seen.add(number);
    }
  });

export type CampaignFile = z.output<typeof campaign>;
export type PhaseEntry = CampaignFile['phases'][number];

/** JSON Schema of a campaign file is made from this. */
export const campaignSchema = campaign;

/**
 * Reads one campaign file.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readCampaignFile(file: string): CampaignFile {
  return readConfiguration(file, campaign);
}

/** Id of a phase in the hub and on every case reported to it, for example `OMD-5`. */
export function phaseId(campaignCode: string, number: number): string {
  return `${campaignCode}-${number}`;
}

/** Last day on which members read above N0: as stated, else five years after the end; undefined while open. */
export function accessUntil(entry: Pick<PhaseEntry, 'accessUntil' | 'endsOn'>): string | undefined {
  if (entry.accessUntil !== undefined) return entry.accessUntil;
  if (entry.endsOn === undefined) return undefined;
  const [year = '', month = '', dayOfMonth = ''] = entry.endsOn.split('-');
  const later = String(Number(year) + 5);
  return month === '02' && dayOfMonth === '29' ? `${later}-02-28` : `${later}-${month}-${dayOfMonth}`;
}
