// Counted figures. Each field counts for itself, so that only what is asked for is queried.
import { type Members, named } from '../directory/directory.ts';
import type { CountResolvers, StatisticsResolvers } from '../generated/resolvers.ts';
import { type CountOf, countsBy, countsByFact, type KeyCount } from '../statistics/counts.ts';
import { flowTotals } from '../statistics/flows.ts';
import { countryLabel, kindLabel, modeLabel, monthLabel, nameLabel } from '../statistics/labels.ts';
import { quantityTotals } from '../statistics/quantities.ts';
import { heldReturns } from '../statistics/returns.ts';
import { type CountedFigures, checkTop } from '../statistics/statistics.ts';
import { feedState } from './participant.ts';

export function statisticsResolvers(members: Members): StatisticsResolvers {
  const participantLabel = (code: string) => members.participants.get(code)?.name ?? code;
  return {
    cutOff: ({ counted }) => counted.cutOff,
    windowFrom: ({ window }) => window.from,
    windowTo: ({ window }) => window.to,
    async coverage(figures, _, context) {
      const counted = (await figures.byParticipant()).map(({ key }) => key);
      return named([...figures.members, ...counted], members).map((each) => feedState(each, context));
    },
    caseCount: (figures) => figures.caseCount(),
    changeOnPreviousPhase: (figures) => figures.changeOnPreviousPhase(),
    byKind: async (figures) => labelled(figures, await countsBy(figures.counted, 'kind'), kindLabel),
    byParticipant: async (figures) => labelled(figures, await figures.byParticipant(), participantLabel),
    byMonth: async (figures) => labelled(figures, await countsBy(figures.counted, 'seized_in', 'key'), monthLabel),
    byMode: async (figures) => labelled(figures, await countsBy(figures.counted, 'mode'), modeLabel),
    byDrug: async (figures, { top }) =>
      labelled(figures, await countsByFact(figures.counted, 'drug', checkTop(top, 10)), nameLabel),
    byTaxon: async (figures, { top }) =>
      labelled(figures, await countsByFact(figures.counted, 'taxon', checkTop(top, 10)), nameLabel),
    countryLinked: async (figures, { top }) =>
      labelled(figures, await countsByFact(figures.counted, 'country', checkTop(top, 20)), countryLabel),
    quantities: ({ counted }) => quantityTotals(counted),
    flows: ({ counted }, { top }) => flowTotals(counted, checkTop(top, 50)),
    async returns({ counted: { database, scope, cutOff } }) {
      const held = await heldReturns(database, scope, cutOff);
      return held.flatMap(({ participant: code, ...rest }) =>
        named([code], members).map((participant) => ({ ...rest, participant })),
      );
    },
  };
}

export const countResolvers: CountResolvers = {
  async share({ cases, of }) {
    const all = await of();
    return all === 0 ? null : cases / all;
  },
};

function labelled(figures: CountedFigures, counts: readonly KeyCount[], label: (key: string) => string): CountOf[] {
  return counts.map((each) => ({ ...each, label: label(each.key), of: figures.caseCount }));
}
