// The participants that report in the demonstration: how much of what, and how their records look.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { participantCode } from '#schema/roster/roster.ts';

const weight = z.number().nonnegative();

const reporter = z.strictObject({
  code: participantCode,
  country: z.string().regex(/^[A-Z]{2}$/),
  /** How much of a phase's cases of a kind it reports, beside the others. */
  weights: z.strictObject({ DRUG: weight, PRECURSOR: weight, WILDLIFE: weight, TIMBER: weight }),
  /** Pattern of its references. */
  reference: z.string().includes('{seq}').includes('{year}'),
  currency: z.string().regex(/^[A-Z]{3}$/),
  perUsd: z.number().positive(),
  /** Pattern of a registration plate. */
  plate: z.string().min(1),
});

export type Reporter = z.output<typeof reporter>;
export type Kind = keyof Reporter['weights'];

/** By code. */
export function readReporters(): ReadonlyMap<string, Reporter> {
  const file = fileURLToPath(new URL('./reporters.yaml', import.meta.url));
  const { reporters } = readConfiguration(file, z.strictObject({ reporters: z.array(reporter) }));
  return new Map(reporters.map((each) => [each.code, each]));
}
