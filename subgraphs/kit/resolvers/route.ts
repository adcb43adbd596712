// Places of a case as its route.
import type { Place, Route } from '../generated/resolvers.ts';
import type { PlaceRow } from '../store/case-row.ts';

/** `rows` stand in the order of travel within each role. */
export function toRoute(rows: readonly PlaceRow[]): Route {
  const one = (role: PlaceRow['role']) => {
    const row = rows.find((each) => each.role === role);
    return row === undefined ? null : toPlace(row);
  };
  return {
    origin: one('ORIGIN'),
    transit: rows.filter(({ role }) => role === 'TRANSIT').map(toPlace),
    seizedAt: one('SEIZED_AT'),
    destination: one('DESTINATION'),
  };
}

function toPlace({ country, locode, name, latitude, longitude }: PlaceRow): Place {
  return { country, locode, name, latitude, longitude };
}
