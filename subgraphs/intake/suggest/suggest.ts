// Proposes a mapping for a file, from its headers and values: valid, and with what was seen beside each line. It is a
// beginning: what a header means, who reports and to whom it may be shown, only people know.
import { basename } from 'node:path';
import { parseMapping } from '../mapping/load.ts';
import { openTable, type TableOptions } from '../table/open.ts';
import { columnsFor } from './columns.ts';
import { sampleOf } from './sample.ts';
import { mappingText } from './text.ts';

/** @throws ImportError where the file cannot be read. */
export async function suggestMapping(options: TableOptions, today: string): Promise<string> {
  const table = await openTable(options);
  try {
    const columns = columnsFor(await sampleOf(table));
    const name = nameFor(options.file);
    const text = mappingText(name, columns, today);
    parseMapping(text, name);
    return text;
  } finally {
    await table.close();
  }
}

function nameFor(file: string): string {
  const name = basename(file)
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  return name === '' ? 'our-seizures' : name.slice(0, 60);
}
