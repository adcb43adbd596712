// What a reader without a right to cases gets: fixed breakdowns of one phase, without filter and without choice of the
// instant, and small counts hidden. So no two answers differ by a case or two that were added in between.
import type { Kysely } from 'kysely';
import { visibleThenAndNow } from '../cases/visible.ts';
import { type HubTables, STILL } from '../database/tables.ts';
import { type Counted, countedCases } from './counted.ts';
import { type Cell, type FactCell, FEWEST, type Hidden, hiddenFacts, hiddenKeys } from './suppress.ts';

/** A count that may be hidden. */
export interface ShownCount {
  readonly key: string;
  readonly cases: number | null;
}

/** Changes that follow each other within this belong together, as when a feed is read page by page; milliseconds. */
const QUIET = 10_000;

/**
 * The end of the latest run of changes by which at least five cases had changed since the one before. It depends on the
 * history alone, so that everyone is told the same figures until five more cases have changed.
 */
export async function steppedCutOff({ database, scope, cutOff }: Counted): Promise<string> {
  const { phases, reader } = scope;
  if (phases.length === 0) return cutOff;
  const rows = await changesOf(database, 'recorded_from')
    .unionAll(changesOf(database, 'recorded_to'))
    .orderBy('at')
    .execute();
  let reached = BEFORE_ALL;
  let changed = new Set<string>();
  for (const [index, { at, id }] of rows.entries()) {
    changed.add(id);
    // All that changed in one run is told at once, and when it is known to have ended.
    const next = rows[index + 1]?.at ?? cutOff;
    if (Date.parse(next) - Date.parse(at) <= QUIET || changed.size < FEWEST) continue;
    reached = at;
    changed = new Set();
  }
  return reached;

  function changesOf(from: Kysely<HubTables>, column: 'recorded_from' | 'recorded_to') {
    return from
      .selectFrom('head_history as h')
      .where(`h.${column}`, '<=', cutOff)
      .where(`h.${column}`, '<', STILL)
      .where('h.phase', 'in', phases)
      .where(visibleThenAndNow(reader))
      .select([`h.${column} as at`, 'h.id']);
  }
}

const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

/** Shown ones first, most cases first; then hidden ones by key, so that their order tells nothing. */
export function withHidden(cells: readonly Cell[], hidden: Hidden): ShownCount[] {
  if (hidden === undefined) return [];
  const shown = cells.filter(({ key }) => !hidden.has(key));
  const rest = cells.filter(({ key }) => hidden.has(key)).toSorted((one, other) => (one.key < other.key ? -1 : 1));
  return [...shown, ...rest.map(({ key }) => ({ key, cases: null }))];
}

/** Of a breakdown in which each case is at most once. */
export function limitedCounts(cells: readonly Cell[], total: number): ShownCount[] {
  return withHidden(cells, hiddenIn(cells, total));
}

function hiddenIn(cells: readonly Cell[], total: number): Hidden {
  // Of a total that is not told itself nothing is told.
  if (total < FEWEST) return undefined;
  return hiddenKeys(cells, total - cells.reduce((sum, { cases }) => sum + cases, 0));
}

export async function limitedFacts(
  counted: Counted,
  fact: 'drug' | 'taxon',
  kinds: readonly Cell[],
  total: number,
): Promise<ShownCount[]> {
  const cells = await factCells(counted, fact);
  const hidden = hiddenFacts(cells, hiddenIn(kinds, total));
  const counts = new Map<string, number>();
  for (const { key, cases } of cells) counts.set(key, (counts.get(key) ?? 0) + cases);
  const sorted = [...counts]
    .map(([key, cases]) => ({ key, cases }))
    .toSorted((one, other) => other.cases - one.cases || (one.key < other.key ? -1 : 1));
  return withHidden(sorted, hidden);
}

async function factCells(counted: Counted, fact: 'drug' | 'taxon'): Promise<FactCell[]> {
  const name = `f.${fact}` as 'f.drug';
  const rows = await countedCases(counted)
    .innerJoin(`fact_${fact} as f` as 'fact_drug as f', 'f.state', 'h.state')
    .groupBy(['h.kind', name])
    .select((h) => ['h.kind', h.ref(name).as('key'), h.fn.countAll<number | string>().as('cases')])
    .execute();
  return rows.map(({ kind, key, cases }) => ({ kind, key, cases: Number(cases) }));
}
