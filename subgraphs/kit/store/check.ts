// Checks records before anything is written: one fault refuses them all, and every fault is told.
import type { z } from 'zod';
import { type CaseRecord, type CaseRecordInput, caseRecord } from '../record/case-record.ts';
import { type ReturnRecord, type ReturnRecordInput, returnRecord } from '../record/return-record.ts';

/** Records that a store cannot take. `faults` holds one line for each fault: `record 3 (VN-12): path: message`. */
export class CaseRecordError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'CaseRecordError';
    this.faults = faults;
  }
}

/**
 * The checked cases, in their order, each audience sorted and without repeats.
 * @throws CaseRecordError where a record does not fit its schema, is another participant's, or has an id used before.
 */
export function checkRecords(participant: string, records: readonly CaseRecordInput[]): CaseRecord[] {
  return checked(caseRecord, participant, records);
}

/** As `checkRecords`, for statistical returns. */
export function checkReturns(participant: string, records: readonly ReturnRecordInput[]): ReturnRecord[] {
  return checked(returnRecord, participant, records);
}

function checked<Record extends Pick<CaseRecord, 'id' | 'release'>>(
  schema: z.ZodType<Record>,
  participant: string,
  records: readonly { readonly id: string }[],
): Record[] {
  const faults: string[] = [];
  const taken: Record[] = [];
  const seen = new Set<string>();
  for (const [index, record] of records.entries()) {
    const name = `record ${index + 1} (${typeof record.id === 'string' ? record.id : 'no id'})`;
    const result = schema.safeParse(record);
    if (!result.success) {
      faults.push(...result.error.issues.map((issue) => `${name}: ${issue.path.join('.')}: ${issue.message}`));
      continue;
    }
    const { id, release } = result.data;
    if (!id.startsWith(`${participant}-`))
      faults.push(`${name}: id: expected an id that begins with ${participant}-, got ${id}`);
    if (seen.has(id)) faults.push(`${name}: id: expected each id once, got ${id} again`);
    seen.add(id);
    taken.push({ ...result.data, release: { ...release, audience: [...new Set(release.audience)].toSorted() } });
  }
  if (faults.length > 0) throw new CaseRecordError(faults);
  return taken;
}
