// The period that a new file stands for: what it no longer has is gone.
import { ImportUsageError } from '../errors.ts';

export interface Period {
  /** YYYY-MM. */
  readonly first: string;
  /** YYYY-MM, not before `first`. */
  readonly last: string;
}

const FORM = /^(\d{4})(?:-(0[1-9]|1[0-2]))?(?:\.\.(\d{4})(?:-(0[1-9]|1[0-2]))?)?$/;

/**
 * Reads `2019`, `2019-05`, `2018-10..2019-09`, `2016..2018`.
 * @throws ImportUsageError for anything else.
 */
export function readPeriod(text: string): Period {
  const [, year, month, toYear, toMonth] = FORM.exec(text) ?? [];
  const first = `${year}-${month ?? '01'}`;
  const last = toYear === undefined ? `${year}-${month ?? '12'}` : `${toYear}-${toMonth ?? '12'}`;
  if (year === undefined || last < first)
    throw new ImportUsageError(
      `expected a period such as 2019, 2019-05 or 2018-10..2019-09 to replace, got ${JSON.stringify(text)}`,
    );
  return { first, last };
}
