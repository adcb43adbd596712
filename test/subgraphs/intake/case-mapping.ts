// A mapping that makes cases, for tests that build them by hand.
import type { Mapping } from '#subgraphs/intake/mapping/format.ts';
import { loadMapping } from '#subgraphs/intake/mapping/load.ts';
import { isReturnMapping } from '#subgraphs/intake/mapping/return-format.ts';

export function caseMapping(nameOrPath: string): Mapping {
  const mapping = loadMapping(nameOrPath);
  if (isReturnMapping(mapping)) throw new Error(`expected a mapping of cases, got ${mapping.name}`);
  return mapping;
}
