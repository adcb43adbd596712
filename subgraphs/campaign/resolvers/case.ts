// Heads of cases. A case is shown as its participant's type, so one whose participant is not on the roster that the
// schema was built from is not shown at all.
import type { Head } from '../cases/heads.ts';
import type { HubContext } from '../context.ts';
import type { Members } from '../directory/directory.ts';
import type {
  CaseConnectionResolvers,
  CaseResolvers,
  PageInfoResolvers,
  ParticipantCaseResolvers,
} from '../generated/resolvers.ts';

export async function caseById(id: string, members: Members, { heads }: HubContext): Promise<Head | null> {
  const head = await heads.load(id);
  return head !== undefined && typeOf(head, members) !== undefined ? head : null;
}

function typeOf({ participant }: Head, { participants }: Members): string | undefined {
  return participants.get(participant)?.caseType;
}

export function caseResolvers(members: Members): CaseResolvers {
  return {
    // The generated types know the template of all case types only.
    __resolveType: (head) => (typeOf(head, members) ?? null) as 'ParticipantCase' | null,
    __resolveReference: ({ id }, context) => caseById(id, members, context),
  };
}

/** Of one participant's case type. */
export function participantCaseResolvers(caseType: string, members: Members): ParticipantCaseResolvers {
  return {
    async __resolveReference({ id }, context) {
      const head = await caseById(id, members, context);
      return head !== null && typeOf(head, members) === caseType ? { ...head } : null;
    },
    participant: ({ participant: code }) => {
      const participant = members.participants.get(code);
      if (participant === undefined) throw new Error(`expected a participant on the roster, got ${code}`);
      return participant;
    },
    phase: ({ phase }, _, { campaigns }) => (phase === null ? null : (campaigns.phases.get(phase) ?? null)),
    seizedIn: ({ seized_in }) => seized_in,
    reportedAt: ({ reported_at }) => reported_at,
    provenance: (head) =>
      head.provenance_source === null
        ? null
        : { source: head.provenance_source, compiledBy: head.provenance_compiled_by, url: head.provenance_url },
  };
}

export const caseConnectionResolvers: CaseConnectionResolvers = {
  nodes: async (list) => [...(await list.page()).heads],
  edges: async (list) => (await list.page()).heads.map((node) => ({ cursor: list.cursorOf(node), node })),
  pageInfo: (list) => list,
  totalCount: (list) => list.totalCount(),
};

export const pageInfoResolvers: PageInfoResolvers = {
  hasNextPage: async (list) => (await list.page()).hasNext,
  hasPreviousPage: (list) => list.hasPrevious(),
  startCursor: async (list) => {
    const head = (await list.page()).heads[0];
    return head === undefined ? null : list.cursorOf(head);
  },
  endCursor: async (list) => {
    const head = (await list.page()).heads.at(-1);
    return head === undefined ? null : list.cursorOf(head);
  },
};
