// Holds a change against the revision that it was made from, so that of two who edit one record none is overwritten unseen.

/** By id: the revision that the writer saw; 0 where it saw none. */
export type Expected = ReadonlyMap<string, number>;

/** Another has changed the record in between. */
export class RevisionConflict extends Error {
  constructor(id: string, expected: number, got: number) {
    super(`${id}: expected ${seen(expected)} in the store, got ${seen(got)}`);
    this.name = 'RevisionConflict';
  }
}

/** @throws RevisionConflict where the store holds another revision than expected. */
export function holdAgainst(expected: Expected | undefined, held: ReadonlyMap<string, { readonly revision: number }>) {
  for (const [id, revision] of expected ?? []) {
    const got = held.get(id)?.revision ?? 0;
    if (got !== revision) throw new RevisionConflict(id, revision, got);
  }
}

function seen(revision: number): string {
  return revision === 0 ? 'none' : `revision ${revision}`;
}
