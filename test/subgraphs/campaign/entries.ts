// Entries of a feed, for tests: a case or a return changed, a case or a return gone.
import type { CaseChange, ReturnChange, ReturnEntry, Tombstone } from '#subgraphs/campaign/feed/entry.ts';

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

type ReturnParts = {
  revision?: number;
  content?: Partial<ReturnChange['content']>;
  visibleTo?: ReturnChange['visibleTo'];
};

/** A return of heroin to phase OMD-5, but for what is given. */
export function returned(returnId: string, { revision = 1, content, visibleTo }: ReturnParts = {}): ReturnChange {
  return {
    returnId,
    revision,
    changedAt: '2023-06-01T00:00:00.000Z',
    deleted: false,
    content: {
      phase: 'OMD-5',
      period: '2023-05',
      kind: 'DRUG',
      commodity: 'heroin',
      name: 'heroin',
      country: null,
      events: 12,
      unit: 'KILOGRAM',
      quantity: 3.5,
      kilograms: 3.5,
      reportedAt: '2023-05-20T08:00:00.000Z',
      provenance: null,
      ...content,
    },
    visibleTo: visibleTo ?? { scope: 'ALL', participants: [] },
  };
}

export function returnGone(returnId: string, revision: number): ReturnEntry {
  return { returnId, revision, changedAt: '2023-07-01T00:00:00.000Z', deleted: true, content: null, visibleTo: null };
}
