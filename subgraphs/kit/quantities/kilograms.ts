// Kilogram equivalent of a quantity, with the id of the conversion used. The reported value and unit stay as they are;
// where no conversion is defined there is no equivalent, and none is guessed.
import type { Commodity, Quantity } from '../record/case-record.ts';
import { tabletConversion } from './tablet.ts';

export interface Kilograms {
  readonly kilograms: number;
  /** Id of the conversion, for example `litre-1kg`. It is stored with the figure, so an id never changes its meaning. */
  readonly conversion: string;
}

interface Conversion {
  readonly id: string;
  /** Kilograms in one unit, as a quotient: dividing by 1000 is exact where multiplying by 0.001 is not. */
  readonly times: number;
  readonly over: number;
}

/** Conversions that hold for every commodity. 1 l = 1 kg for liquids is UNODC's (World Drug Report, methodology). */
const BY_UNIT: Partial<Readonly<Record<Quantity['unit'], Conversion>>> = {
  KILOGRAM: { id: 'kilogram', times: 1, over: 1 },
  GRAM: { id: 'gram', times: 1, over: 1_000 },
  MILLIGRAM: { id: 'milligram', times: 1, over: 1_000_000 },
  POUND: { id: 'pound-0.45359237kg', times: 0.45359237, over: 1 },
  TONNE: { id: 'tonne-1000kg', times: 1_000, over: 1 },
  LITRE: { id: 'litre-1kg', times: 1, over: 1 },
  MILLILITRE: { id: 'millilitre-1g', times: 1, over: 1_000 },
};

/**
 * The kilogram equivalent of `quantity`. Undefined where there is no value, or no conversion for the unit (pieces, head,
 * cubic metres …) and commodity.
 */
export function kilograms(quantity: Quantity, commodity: Commodity): Kilograms | undefined {
  const { value, unit } = quantity;
  if (value === undefined) return undefined;
  const conversion = unit === 'TABLET' ? tabletConversion(commodity) : BY_UNIT[unit];
  if (conversion === undefined) return undefined;
  return { kilograms: rounded((value * conversion.times) / conversion.over), conversion: conversion.id };
}

/** To 15 significant digits: what a double holds for certain, without the noise behind them. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}
