// How the goods were carried: the mode stands with the case, the identifiers in a table of their own.
import type { ConveyanceResolvers, Identifier } from '../generated/resolvers.ts';
import type { CaseRow, IdentifierRow } from '../store/case-row.ts';

export const conveyanceResolvers: ConveyanceResolvers = {
  mode: (row) => modeOf(row),
  async identifiers(row, _, { loaders }) {
    return (await loaders.conveyanceIdentifiers.load(row.id)).map(toIdentifier);
  },
};

export function toIdentifier({ kind, value, valid }: IdentifierRow): Identifier {
  return { kind, value, valid: valid === null ? null : valid === 1 };
}

function modeOf({ id, transport_mode }: CaseRow): NonNullable<CaseRow['transport_mode']> {
  if (transport_mode === null) throw new Error(`case ${id}: expected a mode of transport, got none`);
  return transport_mode;
}
