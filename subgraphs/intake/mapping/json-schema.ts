// The form of a mapping as a JSON Schema, for editors. What only a whole mapping shows (an alias that no column has, a
// commodity without its name) is told by the import and by `campaign import --dry-run`.
import { z } from 'zod';
import { mappingFormat } from './format.ts';
import { returnFormat } from './return-format.ts';

export function mappingSchema(): object {
  const none = new Set<string>();
  const form = z.union([mappingFormat(none), returnFormat(none)]);
  return {
    ...z.toJSONSchema(form, { io: 'input', unrepresentable: 'any', reused: 'ref' }),
    title: 'A mapping of `campaign import`',
  };
}
