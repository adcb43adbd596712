// The fields of a case. Children are loaded by the page, and only where they are asked for. Whether a field is released is
// asked before its resolver is called (../release/guard.ts).
import type { ParticipantCaseResolvers, ReleaseResolvers } from '../generated/resolvers.ts';
import { toRoute } from './route.ts';
import { toSeizure } from './seizure.ts';

export const caseResolvers: ParticipantCaseResolvers = {
  // Nothing of a representation but its id is read: what it says of the case is the caller's word.
  async __resolveReference(reference, { loaders, records }) {
    const id: unknown = reference.id;
    if (typeof id !== 'string') return null;
    // Both are read of what is not there as well: a case that is hidden and one that is missing take the same path.
    const [row, audience] = await Promise.all([loaders.cases.load(id), loaders.audience.load(id)]);
    return records.meet(row, audience);
  },
  seizedOn: (row) => row.seized_on,
  async seizures(row, _, { loaders }) {
    return (await loaders.seizures.load(row.id)).map(toSeizure);
  },
  async route(row, _, { loaders }) {
    return row.has_route === 0 ? null : toRoute(await loaders.places.load(row.id));
  },
  conveyance: (row) => (row.transport_mode === null ? null : row),
  concealment: (row) =>
    row.concealment_method === null
      ? null
      : { method: row.concealment_method, description: row.concealment_description },
  detection: (row) =>
    row.detection_method === null ? null : { method: row.detection_method, description: row.detection_description },
  async suspects(row, _, { loaders }) {
    return [...(await loaders.suspects.load(row.id))];
  },
  outcome: (row) =>
    row.has_outcome === 0
      ? null
      : {
          arrests: row.arrests,
          charged: row.charged,
          convicted: row.convicted,
          sanction: row.sanction,
          disposal: row.disposal,
        },
  release: (row) => row,
};

export const releaseResolvers: ReleaseResolvers = {
  async audience(row, _, { loaders }) {
    return (await loaders.audience.load(row.id)).map(({ participant }) => participant);
  },
  reviewOn: (row) => row.review_on,
  // Copies: the list is one for all records with an equal profile.
  withheld: (row, _, { records }) => records.withheld(row).map((each) => ({ ...each })),
};
