// What is seized in a case: one commodity or two, in sizes and prices as such seizures have.
import type { Quantity, Seizure } from '../../kit/record/case-record.ts';
import { type Amount, commodityOf, type Good } from '../goods/goods.ts';
import type { Random } from '../random/random.ts';
import type { Reporter } from '../reporters/reporters.ts';
import type { Concealment } from './carriage.ts';

/** Units that come in whole numbers. */
const COUNTED: readonly Quantity['unit'][] = ['TABLET', 'HEAD', 'PIECE', 'PAIR', 'BOX', 'BAG', 'SET'];
/** What a traveller carries or a parcel holds. */
const SMALL: readonly Concealment[] = ['POSTAL_PARCEL', 'LUGGAGE', 'ON_BODY', 'INTERNAL'];
/** The largest amount, in medians: about that of the largest seizures on public record. */
const LARGEST = 25;
/** Shares of the seizures of a full record. */
const WITHOUT_AMOUNT = 0.01;
const WITH_VALUE = 0.6;

/** @param on day or month of the seizure; it decides a taxon's appendix. */
export function seizureOf(
  good: Good,
  how: Concealment,
  on: string,
  reporter: Reporter,
  full: boolean,
  chance: Random,
): Seizure {
  const amount = SMALL.includes(how) && good.small !== undefined ? good.small : good.bulk;
  const value = sized(amount, chance);
  const commodity = commodityOf(good, on);
  if (full && chance.chance(WITHOUT_AMOUNT)) return { commodity, quantity: { unit: amount.unit } };
  const quantity = { value, unit: amount.unit };
  if (!full || !chance.chance(WITH_VALUE)) return { commodity, quantity };
  const worth = value * amount.usd * reporter.perUsd * (0.6 + 0.8 * chance.next());
  return { commodity, quantity, estimatedValue: { amount: significant(worth, 3), currency: reporter.currency } };
}

/** A log-normal amount with three significant digits, whole where the unit is counted, and never above `LARGEST`. */
function sized({ unit, median, spread }: Amount, chance: Random): number {
  const drawn = Math.min(chance.logNormal(median, spread), LARGEST * median);
  if (COUNTED.includes(unit)) return Math.max(1, Math.round(significant(drawn, 3)));
  return Math.max(0.01, Number(significant(drawn, 3).toFixed(2)));
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
