// A row to a checked statistical return, by the mapping. Throws RowRejected where the row is none, or cannot be read.
import { phaseId } from '#schema/campaigns/campaign-file.ts';
import { citesUnits } from '#schema/codes/cites.ts';
import {
  RETURN_KEY,
  type ReturnRecord,
  type ReturnRecordInput,
  returnRecord,
} from '#subgraphs/kit/record/return-record.ts';
import { oneLine } from '../cells/text.ts';
import { contentHash, identityOf } from '../identity/key.ts';
import type { ReturnMapping } from '../mapping/return-format.ts';
import { RowRejected } from '../rejects/rejection.ts';
import { readAmount } from './amount.ts';
import { type Built, checked, namesSeizure, participantNamed } from './build.ts';
import { choose, entry } from './choose.ts';
import { commodityOf } from './commodity.ts';
import { count } from './means.ts';
import { periodOf } from './period.ts';
import { provenanceOf } from './provenance.ts';
import type { Reading } from './reading.ts';

export interface BuildReturnOptions {
  readonly mapping: ReturnMapping;
  /** Campaign that the returns are made to. */
  readonly campaign: string;
  /** Who makes every return, where the mapping does not split by a column. */
  readonly participant?: string;
}

export function buildReturn(reading: Reading, options: BuildReturnOptions): Built {
  const { mapping, campaign } = options;
  namesSeizure(mapping, reading);
  const participant = owner(options, reading);
  const period = periodOf(mapping.period, reading);
  const year = Number(period.slice(0, 4));
  const identity = identityOf(mapping, reading);
  const office = [...new Set(mapping.office.map((alias) => oneLine(reading.text(alias))))].filter(
    (text) => text !== '',
  );
  const events = count(mapping.events, reading);
  const country = choose(mapping.country, reading);
  const quantity = quantityOf(mapping, reading);
  const trade = tradeOf(mapping, reading);
  const provenance = provenanceOf(mapping, reading);
  const body = {
    id: `${participant}-${RETURN_KEY}${identity.hash}`,
    phase: phaseId(campaign, year),
    period,
    ...(country !== undefined && { country }),
    ...(office.length > 0 && { office: office.join(', ') }),
    commodity: commodityOf(mapping.commodity, period, reading),
    ...(events !== undefined && { events }),
    ...(quantity && { quantity }),
    ...(trade && { trade }),
    reportedAt: mapping.reportedAt,
    ...(provenance && { provenance }),
    release: mapping.release,
  };
  // There is no narrative to keep it in.
  const [kept] = reading.kept;
  if (kept !== undefined) throw new RowRejected('(return)', kept, 'expected a value that a field of a return takes');
  const record = checked(returnRecord, body, mapping, reading);
  return { participant, record, year, key: identity.key, content: contentHash(mapping, reading) };
}

function owner({ mapping, participant }: BuildReturnOptions, reading: Reading): string {
  const rule = mapping.participant;
  if (rule === undefined) {
    if (participant !== undefined) return participant;
    throw new RowRejected('participant', '', 'expected who makes the return');
  }
  if ('by' in rule) {
    const alias = entry(rule.columns, reading.text(rule.by));
    if (alias === undefined) reading.reject(rule.by, `expected ${Object.keys(rule.columns).join(' or ')}`);
    const code = reading.text(alias);
    return code === ''
      ? reading.reject(alias, 'expected who makes the return')
      : participantNamed(code, alias, reading);
  }
  const code = choose(rule, reading);
  if (code !== undefined) return participantNamed(code, 'column' in rule ? rule.column : undefined, reading);
  return 'column' in rule
    ? reading.reject(rule.column, 'expected who makes the return')
    : reading.reject('participant', 'expected who makes the return');
}

function quantityOf(mapping: ReturnMapping, reading: Reading): ReturnRecordInput['quantity'] {
  const rule = mapping.quantity;
  if (rule === undefined) return undefined;
  const amount = readAmount({ ...rule, unreadable: 'reject', zero: 'known' }, mapping, reading);
  if (amount.state === 'none') return undefined;
  const unit = unitOf(rule.unit, reading);
  return amount.state === 'known' ? { value: amount.value, unit } : { unit };
}

function unitOf(
  rule: NonNullable<ReturnMapping['quantity']>['unit'],
  reading: Reading,
): NonNullable<ReturnRecord['quantity']>['unit'] {
  if (!('cites' in rule)) return choose(rule, reading) ?? 'UNKNOWN';
  const known = citesUnits().find(reading.text(rule.cites));
  if (known?.unit !== undefined) return known.unit;
  // A made-up unit, or one for all that is unknown, would add flasks to feet.
  return reading.reject(
    rule.cites,
    known === undefined
      ? 'expected a unit of the CITES Trade Database, by code or name'
      : 'expected a unit that the contract has',
  );
}

/** `XX` is the database's code for a country that is not known. */
function tradeOf({ trade: rule }: ReturnMapping, reading: Reading): ReturnRecordInput['trade'] {
  if (rule === undefined) return undefined;
  const fields = (['importer', 'exporter', 'origin', 'appendix', 'purpose', 'source'] as const).flatMap((field) => {
    const value = choose<string>(rule[field], reading);
    return value === undefined || value === 'XX' ? [] : [[field, value] as const];
  });
  const permits = rule.permits.flatMap(({ kind, column }) => {
    const key = reading.text(column);
    return key === '' ? [] : [{ kind, key }];
  });
  return { ...Object.fromEntries(fields), permits };
}
