// The fields of a suspect. What is class P1 passes the release rule before it is read.
import type { SuspectResolvers } from '../generated/resolvers.ts';
import { isReleased } from '../release/released.ts';
import { toIdentifier } from './conveyance.ts';

const nominal = <Value>(value: Value): Value | null => (isReleased('P1') ? value : null);

export const suspectResolvers: SuspectResolvers = {
  name: (row) => nominal(row.name),
  dateOfBirth: (row) => nominal(row.date_of_birth),
  async identifiers(row, _, { loaders }) {
    if (!isReleased('P1')) return null;
    const rows = await loaders.suspectIdentifiers.load(row.case_id);
    return rows.filter(({ suspect }) => suspect === row.position).map(toIdentifier);
  },
  address: (row) => nominal(row.address),
  company: (row) => nominal(row.company),
};
