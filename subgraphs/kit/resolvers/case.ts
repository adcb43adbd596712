// The fields of a case. Children are loaded by the page, and only where they are asked for.
import type { ParticipantCaseResolvers, ReleaseResolvers } from '../generated/resolvers.ts';
import { isReleased, releasedNarrative, withheldFields } from '../release/released.ts';
import { toRoute } from './route.ts';
import { toSeizure } from './seizure.ts';

export const caseResolvers: ParticipantCaseResolvers = {
  // Nothing of a representation but its id is read: what it says of the case is the caller's word.
  async __resolveReference(reference, { loaders }) {
    const id: unknown = reference.id;
    return typeof id === 'string' ? ((await loaders.cases.load(id)) ?? null) : null;
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
  narrative: releasedNarrative,
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
    if (!isReleased('AUDIENCE')) return null;
    return (await loaders.audience.load(row.id)).map(({ participant }) => participant);
  },
  reviewOn: (row) => row.review_on,
  withheld: (row, _, { contactPoint }) => withheldFields(row, contactPoint),
};
