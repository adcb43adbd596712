// Bounds of what a record and a feed may say: sums stay finite, months stay on a chart, a line of text stays one line.
import { z } from 'zod';

const EARLIEST = 1900;
/** Largest amount in any unit, and most kilograms of a case. */
export const MOST = 1e12;

/** Finite. */
export const amount = z.number().nonnegative().max(MOST, `expected at most ${MOST}`);

/** Control characters, line breaks, overrides of the direction of writing, halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** One line of text that is shown in lists. */
export const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !UNSEEN.test(value), 'expected text without control and direction characters');

const latest = () => new Date().getUTCFullYear() + 1;
const bounded = (year: number) => Number.isNaN(year) || (year >= EARLIEST && year <= latest());
const outside = (what: string) => ({ error: () => `expected ${what} from ${EARLIEST} to ${latest()}` });

/** YYYY-MM or YYYY, up to the year to come. */
export const yearMonth = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, 'expected YYYY-MM or YYYY')
  .refine((value) => bounded(Number(value.slice(0, 4))), outside('a year'));

/** For an ISO instant. */
export const withinYears = (value: string) => bounded(new Date(value).getUTCFullYear());
export const instantOutside = outside('an instant');
