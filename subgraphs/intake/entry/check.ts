// Checks a record entered by hand as an import checks a row: the same form, the same code lists, the same characters; and
// that its phase exists and has the participant among its members.
import { type CaseRecordInput, caseRecord } from '#subgraphs/kit/record/case-record.ts';
import { type ReturnRecordInput, returnRecord } from '#subgraphs/kit/record/return-record.ts';
import { hostileCharacter } from '../cells/hostile.ts';
import { listed } from './commodity.ts';
import { EntryError } from './error.ts';

/** Members of each phase, by its id. */
export type PhaseMembers = ReadonlyMap<string, readonly string[]>;

type Fields = Readonly<Record<string, unknown>>;

/** @throws EntryError with every fault. */
export function checkCase(record: Fields, participant: string, phases: PhaseMembers): CaseRecordInput {
  const faults: string[] = [];
  const when = text(record.seizedOn) ?? text(record.seizedIn) ?? '';
  const seizures: unknown = Array.isArray(record.seizures)
    ? record.seizures.map((each: unknown, index) =>
        typeof each === 'object' && each !== null && 'commodity' in each
          ? { ...each, commodity: listed(each.commodity, when, `seizures.${index}.commodity`, faults) }
          : each,
      )
    : record.seizures;
  return checked(caseRecord, { ...record, seizures }, { participant, phases, faults });
}

/** @throws EntryError with every fault. */
export function checkReturn(record: Fields, participant: string, phases: PhaseMembers): ReturnRecordInput {
  const faults: string[] = [];
  const commodity = listed(record.commodity, text(record.period) ?? '', 'commodity', faults);
  return checked(returnRecord, { ...record, commodity }, { participant, phases, faults });
}

type Schema<Record> = {
  safeParse(value: unknown): {
    success: boolean;
    data?: Record;
    error?: { issues: readonly { path: PropertyKey[]; message: string; input?: unknown }[] };
  };
};

function checked<Record>(
  schema: Schema<Record>,
  record: Fields,
  { participant, phases, faults }: { participant: string; phases: PhaseMembers; faults: string[] },
): Record {
  hostile(record, '', faults);
  phase(text(record.phase), participant, phases, faults);
  own(text(record.id), participant, faults);
  const result = schema.safeParse(record);
  const covered = new Set(faults.map((fault) => fault.slice(0, fault.indexOf(':'))));
  for (const { path, message } of result.error?.issues ?? []) {
    const at = path.map(String).join('.');
    // A name that is on no list leaves out what follows from it: one fault, not two.
    if (![...covered].some((each) => at.startsWith(each.replace(/\.\w+$/, '')) && at !== ''))
      faults.push(at === '' ? message : `${at}: ${message}`);
  }
  if (faults.length > 0 || result.data === undefined) throw new EntryError(faults);
  return result.data;
}

function own(id: string | undefined, participant: string, faults: string[]): void {
  if (id !== undefined && !id.startsWith(`${participant}-`))
    faults.push(`id: expected an id that begins with ${participant}-, got ${id}`);
}

function phase(id: string | undefined, participant: string, phases: PhaseMembers, faults: string[]): void {
  if (id === undefined) return;
  const members = phases.get(id);
  if (members === undefined) {
    const known = [...phases.keys()];
    const some = known.length > 12 ? [...known.slice(0, 12), '…'] : known;
    faults.push(`phase: expected one of ${some.join(' ') || 'no phases at all'}, got ${id}`);
  } else if (!members.includes(participant)) {
    faults.push(`phase: expected a phase with ${participant} among its members, got ${id}`);
  }
}

/** Free text may hold the marks that order Arabic and Hebrew, and nothing else that a terminal or database would obey. */
function hostile(value: unknown, at: string, faults: string[]): void {
  if (typeof value === 'string') {
    const found = hostileCharacter(value, at === 'narrative.text');
    if (found !== undefined) faults.push(`${at}: expected text without control characters, got ${found}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) hostile(each, at === '' ? key : `${at}.${key}`, faults);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
