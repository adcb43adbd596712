// The fields of a suspect.
import type { SuspectResolvers } from '../generated/resolvers.ts';
import { toIdentifier } from './conveyance.ts';

export const suspectResolvers: SuspectResolvers = {
  dateOfBirth: (row) => row.date_of_birth,
  async identifiers(row, _, { loaders }) {
    const rows = await loaders.suspectIdentifiers.load(row.case_id);
    return rows.filter(({ suspect }) => suspect === row.position).map(toIdentifier);
  },
};
