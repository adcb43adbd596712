// Modes of transport with their codes. Source: UN/CEFACT Recommendation 19. `find` takes mode, code or English name.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { transportMode } from './enums.ts';

const mode = z.strictObject({
  code: z.int().min(0).max(9),
  mode: transportMode,
  name: z.string().min(1),
  also: otherNames,
});

export type TransportModeEntry = z.output<typeof mode>;

export const transportModes = codeList('./transport-modes.yaml', mode, (each) => [
  each.mode,
  String(each.code),
  each.name,
  ...each.also,
]);
