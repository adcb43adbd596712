// Entries of a feed, for tests: a case changed, a case gone.
import type { CaseChange, Tombstone } from '#subgraphs/campaign/feed/entry.ts';

type Parts = {
  revision?: number;
  head?: Partial<CaseChange['head']>;
  facts?: Partial<CaseChange['facts']>;
  visibleTo?: CaseChange['visibleTo'];
};

/** A case of phase OMD-5 without facts, but for what is given. */
export function changed(caseId: string, { revision = 1, head, facts, visibleTo }: Parts = {}): CaseChange {
  return {
    caseId,
    revision,
    changedAt: '2023-06-01T00:00:00.000Z',
    deleted: false,
    head: {
      reference: `ref ${caseId}`,
      phase: 'OMD-5',
      kind: 'DRUG',
      form: 'FULL',
      seizedIn: '2023-05',
      reportedAt: '2023-05-20T08:00:00.000Z',
      provenance: null,
      ...head,
    },
    facts: {
      drugs: [],
      taxa: [],
      origin: null,
      transit: [],
      seizedAt: null,
      destination: null,
      mode: null,
      kilograms: null,
      quantities: [],
      ...facts,
    },
    visibleTo: visibleTo ?? { scope: 'ALL', participants: [] },
  };
}

export function gone(caseId: string, revision: number): Tombstone {
  return {
    caseId,
    revision,
    changedAt: '2023-07-01T00:00:00.000Z',
    deleted: true,
    head: null,
    facts: null,
    visibleTo: null,
  };
}
