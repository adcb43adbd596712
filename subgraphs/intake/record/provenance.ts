// Who compiled the record and where it was published, so that no participant is made to say what it did not.
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { oneLine } from '../cells/text.ts';
import type { AnyMapping } from '../mapping/return-format.ts';
import { RowRejected } from '../rejects/rejection.ts';
import { choose } from './choose.ts';
import type { Reading } from './reading.ts';

export function provenanceOf({ provenance: rule }: AnyMapping, reading: Reading): CaseRecordInput['provenance'] {
  if (rule === undefined) return undefined;
  const source = choose(rule.source, reading);
  if (source === undefined) {
    const reason = 'expected the publication that the record comes from';
    if ('column' in rule.source) reading.reject(rule.source.column, reason);
    throw new RowRejected('provenance.source', '', reason);
  }
  const url = firstAddress(choose(rule.url, reading) ?? '');
  return {
    source: oneLine(source),
    ...(rule.compiledBy !== undefined && { compiledBy: rule.compiledBy }),
    ...(url !== undefined && { url }),
  };
}

/** Citations hold addresses among words; the mark that ends a sentence is no part of one. */
function firstAddress(text: string): string | undefined {
  const found = /https?:\/\/[^\s<>"'\])]+/i.exec(text)?.[0].replace(/[.,;:]+$/, '');
  return found !== undefined && URL.canParse(found) ? found : undefined;
}
