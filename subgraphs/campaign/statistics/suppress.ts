// Keeps small counts from a reader that sees aggregates alone: cells under five, and as many others that none of the
// hidden ones can be computed from a total and what is shown (domain.md 4.7).

/** Fewest cases that are told of. */
export const FEWEST = 5;

export interface Cell {
  readonly key: string;
  readonly cases: number;
}

/** Undefined: nothing of the breakdown can be told, not even its keys. */
export type Hidden = ReadonlySet<string> | undefined;

/**
 * Keys to hide of a breakdown whose cells add up to a total that is told: those under five; then others, one at least,
 * until what is hidden together could be spread over its cells in many ways. The others are taken by key: were it the
 * smallest ones, what is shown would tell how large what is hidden can be at most.
 * @param rest cases of the total that are in no cell: who has total and cells has it too, so it counts as hidden.
 * @param already keys that are hidden for another reason.
 */
export function hiddenKeys(cells: readonly Cell[], rest = 0, already: ReadonlySet<string> = new Set()): Hidden {
  const sorted = cells.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const first = sorted.filter(({ key, cases }) => cases < FEWEST || already.has(key));
  if (first.length === 0 && (rest === 0 || rest >= FEWEST)) return new Set();
  const hidden = new Set(first.map(({ key }) => key));
  let parts = first.length + (rest > 0 ? 1 : 0);
  let together = first.reduce((sum, { cases }) => sum + cases, 0) + rest;
  let ofLarge = rest >= FEWEST || first.some(({ cases }) => cases >= FEWEST);
  // Each hidden cell holds one case at least: what is over that is what cannot be placed.
  const isEnough = () => ofLarge && parts >= 2 && together - parts >= FEWEST;
  for (const { key, cases } of sorted) {
    if (isEnough()) break;
    if (hidden.has(key)) continue;
    hidden.add(key);
    parts += 1;
    together += cases;
    ofLarge = true;
  }
  return isEnough() ? hidden : undefined;
}

/** A cell of a case's fact: a drug or a taxon, by the kind of the cases that name it. */
export interface FactCell extends Cell {
  readonly kind: string;
}

/**
 * Keys to hide of a breakdown by a fact. Who knows what a name stands for can add the names of a kind up to the kind: so
 * each kind is protected by itself, and all names of a kind go where the kind is hidden.
 * @param hiddenKinds undefined where nothing is told of the kinds.
 */
export function hiddenFacts(cells: readonly FactCell[], hiddenKinds: Hidden): Hidden {
  if (hiddenKinds === undefined) return undefined;
  const totals = new Map<string, number>();
  for (const { key, cases } of cells) totals.set(key, (totals.get(key) ?? 0) + cases);
  const hidden = new Set([...totals].filter(([, cases]) => cases < FEWEST).map(([key]) => key));
  for (;;) {
    const before = hidden.size;
    for (const [kind, ofKind] of Map.groupBy(cells, (cell) => cell.kind)) {
      // A name that is hidden in one kind is hidden in all: it has one row.
      const names = hiddenKinds.has(kind) ? undefined : hiddenKeys(ofKind, 0, hidden);
      for (const name of names ?? ofKind.map(({ key }) => key)) hidden.add(name);
    }
    if (hidden.size === before) return hidden;
  }
}
