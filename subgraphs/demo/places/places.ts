// The places that the demonstration's routes run through.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';

const entry = z.strictObject({
  key: z.string().regex(/^[A-Z]+$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  name: z.string().min(1),
  locode: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/)
    .optional(),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

export type KnownPlace = z.output<typeof entry>;

/** By key. */
export function readPlaces(): ReadonlyMap<string, KnownPlace> {
  const file = fileURLToPath(new URL('./places.yaml', import.meta.url));
  const { places } = readConfiguration(file, z.strictObject({ places: z.array(entry) }));
  return new Map(places.map((each) => [each.key, each]));
}
