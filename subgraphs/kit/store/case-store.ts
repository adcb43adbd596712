// A participant's own store of cases and statistical returns, as writers (entry, import, seed), resolvers and the feed use it.
import type { CaseRecordInput } from '../record/case-record.ts';
import type { ReturnRecordInput } from '../record/return-record.ts';
import type { CaseRow, ReturnRow } from './case-row.ts';
import type { Origin } from './change.ts';
import type { Changes } from './changes.ts';
import type { Children, ChildTable } from './children.ts';
import type { Expected } from './expect.ts';
import type { FeedReaders } from './feed-readers.ts';
import type { Revision } from './history.ts';
import type { ImportedScope } from './imported.ts';
import type { PutCounts } from './put.ts';

export interface CaseStore {
  /** Code of the participant whose cases these are. */
  readonly participant: string;
  /** Random; made with the file. */
  readonly storeId: string;

  /**
   * Creates and updates cases in one transaction: all of them or none. Each id stands once in `records`.
   * @throws CaseRecordError with every fault of every record, RevisionConflict where the store holds another revision
   * than `expected`; nothing is written then.
   */
  put(records: readonly CaseRecordInput[], origin: Origin, expected?: Expected): Promise<PutCounts>;
  /** As `put`, for statistical returns: never cases, and in no count of them. */
  putReturns(records: readonly ReturnRecordInput[], origin: Origin, expected?: Expected): Promise<PutCounts>;
  /** Removes cases and returns in one transaction, leaving tombstones in the feed. Returns how many there were. */
  remove(ids: readonly string[], origin: Origin, expected?: Expected): Promise<number>;
  /** Ids of all cases, sorted. */
  ids(): Promise<string[]>;

  /** All revisions of a case or return, oldest first. */
  history(id: string): Promise<Revision[]>;
  /** Ids of the records that came in by a mapping, sorted. */
  imported(scope: ImportedScope): Promise<string[]>;

  /** Changes behind number `after`, oldest first, `limit` at most. */
  changes(after: number, limit: number): Promise<Changes>;

  /** Who reads the feed, and how far each has come. */
  readonly feedReaders: FeedReaders;

  /** The readers below take any number of case ids in one statement, and pass over ids that the store does not hold. */
  cases(ids: readonly string[]): Promise<CaseRow[]>;
  returns(ids: readonly string[]): Promise<ReturnRow[]>;
  /** What hangs on the cases, with the revision that it is of. */
  children<Table extends ChildTable>(table: Table, ids: readonly string[]): Promise<Children<Table>[]>;
  /** What hung on a case at an earlier revision. */
  childrenAt<Table extends ChildTable>(
    table: Table,
    at: { readonly id: string; readonly revision: number },
  ): Promise<Children<Table>['rows']>;

  close(): Promise<void>;
}
