// How goods are hidden and found, as fits what they are and how they travel.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { caseRecord } from '../../kit/record/case-record.ts';
import type { Mode } from '../flows/flows.ts';
import type { Good } from '../goods/goods.ts';
import type { Random } from '../random/random.ts';

const { concealment, conveyance, detection } = caseRecord.shape;
const method = concealment.unwrap().shape.method;
const found = detection.unwrap().shape.method;
const mode = conveyance.unwrap().shape.mode;
const weight = z.number().positive();

const carriage = z.strictObject({
  concealment: z.record(
    z.enum(['DRUG', 'CHEMICAL', 'PRODUCT', 'LIVE', 'TIMBER']),
    z.partialRecord(mode, z.partialRecord(method, weight)),
  ),
  detection: z.partialRecord(mode, z.partialRecord(found, weight)),
});

export type Carriage = z.output<typeof carriage>;
export type Concealment = z.output<typeof method>;
export type Detection = z.output<typeof found>;

export function readCarriage(): Carriage {
  return readConfiguration(fileURLToPath(new URL('./carriage.yaml', import.meta.url)), carriage);
}

/** Whether goods of this kind travel by this mode at all. */
export function travels({ concealment: ways }: Carriage, good: Good, by: Mode): boolean {
  return ways[good.carried][by] !== undefined;
}

/** How the goods are hidden, by what they are and how they travel. */
export function hidden({ concealment: ways }: Carriage, good: Good, by: Mode, chance: Random): Concealment {
  return drawn(ways[good.carried][by] ?? {}, method, chance);
}

/** How the goods are found. */
export function foundBy({ detection: ways }: Carriage, by: Mode, chance: Random): Detection {
  return drawn(ways[by] ?? {}, found, chance);
}

function drawn<Key extends string>(
  weights: Partial<Record<Key, number>>,
  keys: z.ZodType<Key> & { options: readonly Key[] },
  chance: Random,
): Key {
  return chance.weighted(keys.options, (key) => weights[key] ?? 0);
}
