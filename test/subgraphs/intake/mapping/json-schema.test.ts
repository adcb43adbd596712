import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { mappingSchema } from '#subgraphs/intake/mapping/json-schema.ts';
import { shippedMappings } from '#subgraphs/intake/mapping/load.ts';
import { MAPPING } from '../workshop.ts';

// By another way than the import checks a mapping: from the schema's JSON.
const form = z.fromJSONSchema(JSON.parse(JSON.stringify(mappingSchema())));
const shipped = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../../subgraphs/intake/mappings/${name}.yaml`, import.meta.url), 'utf8'), {
    schema: 'core',
  });

describe('the JSON Schema of mappings', () => {
  it.each(shippedMappings())('takes the shipped mapping %s', (name) => {
    expect(form.safeParse(shipped(name)).error).toBeUndefined();
  });

  it.each<[string, (mapping: Record<string, unknown>) => void]>([
    ['an unknown key', (mapping) => Object.assign(mapping, { colour: 'red' })],
    ['no release', (mapping) => delete mapping.release],
    [
      'a unit that is none',
      (mapping) => Object.assign(mapping, { seizures: [{ amount: { column: 'live', unit: { value: 'STONE' } } }] }),
    ],
    ['a name in capitals', (mapping) => Object.assign(mapping, { name: 'Small' })],
  ])('refuses %s', (_, change) => {
    const mapping = parse(MAPPING, { schema: 'core' }) as Record<string, unknown>;
    expect(form.safeParse(mapping).success).toBe(true);
    change(mapping);
    expect(form.safeParse(mapping).success).toBe(false);
  });
});
