// The seizures of one row: each rule may give one; a row that states no amount at all still gives one, without quantity.
import type { Commodity, Seizure } from '#subgraphs/kit/record/case-record.ts';
import { readNumber } from '../cells/number.ts';
import type { Mapping } from '../mapping/format.ts';
import { leftOver } from './amount.ts';
import { choose } from './choose.ts';
import { commodityOf } from './commodity.ts';
import type { Reading } from './reading.ts';

type SeizureRule = Mapping['seizures'][number];

/** @param seizedIn day, month or year: it decides the CITES appendix. */
export function seizuresOf(mapping: Mapping, seizedIn: string, reading: Reading): Seizure[] {
  const commodity = (over: Mapping['commodity'] | undefined): Commodity =>
    commodityOf({ ...mapping.commodity, ...over }, seizedIn, reading);
  const found = mapping.seizures
    .filter((rule) => applies(rule, reading))
    .flatMap((rule): Seizure[] => {
      const amount = leftOver(rule.amount, mapping, reading);
      if (amount.state === 'none') return [];
      const unit = choose(rule.amount.unit, reading) ?? 'UNKNOWN';
      const quantity = amount.state === 'known' ? { value: amount.value, unit } : { unit };
      return [{ commodity: commodity(rule.commodity), quantity, ...estimatedValue(rule, mapping, reading) }];
    });
  return found.length > 0 ? found : [{ commodity: commodity(mapping.withoutAmount) }];
}

function applies({ when }: SeizureRule, reading: Reading): boolean {
  if (when === undefined) return true;
  return (
    when.filled.every((alias) => reading.text(alias) !== '') && when.blank.every((alias) => reading.text(alias) === '')
  );
}

function estimatedValue(rule: SeizureRule, mapping: Mapping, reading: Reading): Pick<Seizure, 'estimatedValue'> {
  const value = rule.estimatedValue;
  if (value === undefined || reading.text(value.column) === '') return {};
  const amount = readNumber(reading.text(value.column), { ...mapping.numbers, strip: value.strip });
  if (amount === undefined || amount < 0) reading.reject(value.column, 'expected an amount of money of 0 or more');
  return { estimatedValue: { amount, currency: value.currency } };
}
