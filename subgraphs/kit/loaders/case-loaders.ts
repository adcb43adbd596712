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
import type { Children, ChildTable } from '../store/children.ts';

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

/**
 * For one request: a loader remembers what it loaded, and what one caller may see another may not. All that it gives of one
 * case is of one revision, that of the head, whatever is written in between.
 */
export function createCaseLoaders(store: CaseStore): CaseLoaders {
  const cases = new DataLoader<string, CaseRow | undefined>(
    async (ids) => {
      const rows = new Map((await store.cases(ids)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id));
    },
    { maxBatchSize: BATCH },
  );
  const ofCase = <Table extends ChildTable>(table: Table) =>
    new DataLoader<string, Children<Table>['rows']>(
      async (ids) => {
        const children = new Map((await store.children(table, ids)).map((each) => [each.id, each]));
        return await Promise.all(
          ids.map(async (id) => {
            const head = await cases.load(id);
            if (head === undefined) return [];
            const held = children.get(id);
            return held?.revision === head.revision ? held.rows : await store.childrenAt(table, head);
          }),
        );
      },
      { maxBatchSize: BATCH },
    );
  return {
    cases,
    seizures: ofCase('seizures'),
    places: ofCase('places'),
    conveyanceIdentifiers: ofCase('conveyance_identifiers'),
    suspects: ofCase('suspects'),
    suspectIdentifiers: ofCase('suspect_identifiers'),
    audience: ofCase('release_audience'),
  };
}
