// Loads what one request asks of cases: one statement a table, however many cases are on the page. A table that the
// request does not ask for costs none.
import DataLoader from 'dataloader';
import type {
  AudienceRow,
  CaseRow,
  IdentifierRow,
  PlaceRow,
  SeizureRow,
  SuspectIdentifierRow,
  SuspectRow,
} from '../store/case-row.ts';
import type { CaseStore } from '../store/case-store.ts';

/** Ids in one statement; SQLite takes 32,766 parameters. A page is far below. */
const BATCH = 16_384;

/** Keyed by case id. */
export interface CaseLoaders {
  /** Undefined where the store holds no such case. */
  readonly cases: DataLoader<string, CaseRow | undefined>;
  readonly seizures: DataLoader<string, readonly SeizureRow[]>;
  readonly places: DataLoader<string, readonly PlaceRow[]>;
  readonly conveyanceIdentifiers: DataLoader<string, readonly IdentifierRow[]>;
  readonly suspects: DataLoader<string, readonly SuspectRow[]>;
  readonly suspectIdentifiers: DataLoader<string, readonly SuspectIdentifierRow[]>;
  readonly audience: DataLoader<string, readonly AudienceRow[]>;
}

/** For one request: a loader remembers what it loaded, and what one caller may see another may not. */
export function createCaseLoaders(store: CaseStore): CaseLoaders {
  return {
    cases: new DataLoader(
      async (ids) => {
        const rows = new Map((await store.cases(ids)).map((row) => [row.id, row]));
        return ids.map((id) => rows.get(id));
      },
      { maxBatchSize: BATCH },
    ),
    seizures: ofCase((ids) => store.seizures(ids)),
    places: ofCase((ids) => store.places(ids)),
    conveyanceIdentifiers: ofCase((ids) => store.conveyanceIdentifiers(ids)),
    suspects: ofCase((ids) => store.suspects(ids)),
    suspectIdentifiers: ofCase((ids) => store.suspectIdentifiers(ids)),
    audience: ofCase((ids) => store.audience(ids)),
  };
}

function ofCase<Row extends { readonly case_id: string }>(
  read: (ids: readonly string[]) => Promise<Row[]>,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(
    async (ids) => {
      const rows = Map.groupBy(await read(ids), (row) => row.case_id);
      return ids.map((id) => rows.get(id) ?? []);
    },
    { maxBatchSize: BATCH },
  );
}
