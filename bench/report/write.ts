import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../results');

/** `bench/results/NAME.json` with every figure, `NAME.md` with the table. */
export function writeResult(name: string, figures: object, table: string): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(join(RESULTS, `${name}.md`), `${table}\n`);
}
