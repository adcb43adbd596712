// Counted figures. Each field counts for itself, so that only what is asked for is queried.
import { type Members, named } from '../directory/directory.ts';
import type { CountResolvers, StatisticsResolvers } from '../generated/resolvers.ts';
import { type CountOf, countsBy, countsByFact, type KeyCount } from '../statistics/counts.ts';
import { flowTotals } from '../statistics/flows.ts';
import { countryLabel, kindLabel, modeLabel, monthLabel, nameLabel } from '../statistics/labels.ts';
import { limitedCounts, limitedFacts, type ShownCount } from '../statistics/limited.ts';
import { quantityTotals } from '../statistics/quantities.ts';
import { heldReturns } from '../statistics/returns.ts';
import { type CountedFigures, checkTop } from '../statistics/statistics.ts';
import { feedState, stateThen } from './participant.ts';

export function statisticsResolvers(members: Members): StatisticsResolvers {
  const participantLabel = (code: string) => members.participants.get(code)?.name ?? code;
  return {
    cutOff: ({ counted }) => counted.cutOff,
    windowFrom: ({ window }) => window.from,
    windowTo: ({ window }) => window.to,
    async coverage(figures, _, context) {
      // One that is no member is there for its cases: where counts are kept back it would tell of them.
      const counted = figures.limited ? [] : (await figures.byParticipant()).map(({ key }) => key);
      return named([...figures.members, ...counted], members).map((participant) =>
        // How a feed stands now says nothing of how it stood then.
        figures.rerun ? stateThen(participant) : feedState(participant, context),
      );
    },
    limited: ({ limited }) => limited,
    caseCount: (figures) => figures.shownCount(),
    changeOnPreviousPhase: (figures) => figures.changeOnPreviousPhase(),
    byKind: async (figures) => labelled(figures, await shown(figures, await by(figures, 'kind')), kindLabel),
    byParticipant: async (figures) =>
      labelled(figures, await shown(figures, await figures.byParticipant()), participantLabel),
    byMonth: async (figures) =>
      labelled(figures, await shown(figures, await by(figures, 'seized_in', 'key')), monthLabel),
    byMode: async (figures) => labelled(figures, await shown(figures, await by(figures, 'mode')), modeLabel),
    byDrug: async (figures, { top }) =>
      labelled(figures, await shownFact(figures, 'drug', checkTop(top, 10)), nameLabel),
    byTaxon: async (figures, { top }) =>
      labelled(figures, await shownFact(figures, 'taxon', checkTop(top, 10)), nameLabel),
    countryLinked: async (figures, { top }) =>
      figures.limited ? [] : labelled(figures, await byFact(figures, 'country', checkTop(top, 20)), countryLabel),
    quantities: ({ counted, counting, limited }) =>
      limited ? [] : counting('quantities', () => quantityTotals(counted)),
    flows({ counted, counting, limited }, { top }) {
      const most = checkTop(top, 50);
      if (limited) return [];
      return counting(`flows ${most}`, () => flowTotals(counted, most));
    },
    async returns({ counted: { database, scope, cutOff }, counting, limited }) {
      if (limited) return [];
      const held = await counting('returns', () => heldReturns(database, scope, cutOff));
      return held.flatMap(({ participant: code, provenance_source: source, ...rest }) =>
        named([code], members).map((participant) => ({
          ...rest,
          participant,
          provenance:
            source === null ? null : { source, compiledBy: rest.provenance_compiled_by, url: rest.provenance_url },
        })),
      );
    },
  };
}

export const countResolvers: CountResolvers = {
  suppressed: ({ cases }) => cases === null,
  async share({ cases, of }) {
    const all = await of();
    return all === null || all === 0 || cases === null ? null : cases / all;
  },
};

type Column = Parameters<typeof countsBy>[1];
type Fact = Parameters<typeof countsByFact>[1];

function by({ counted, counting }: CountedFigures, column: Column, order?: 'key'): Promise<KeyCount[]> {
  return counting(column, () => countsBy(counted, column, order));
}

function byFact({ counted, counting }: CountedFigures, fact: Fact, top: number): Promise<KeyCount[]> {
  return counting(`${fact} ${top}`, () => countsByFact(counted, fact, top));
}

/** Of a breakdown in which each case is at most once. */
async function shown(figures: CountedFigures, counts: readonly KeyCount[]): Promise<readonly ShownCount[]> {
  return figures.limited ? limitedCounts(counts, await figures.caseCount()) : counts;
}

async function shownFact(figures: CountedFigures, fact: 'drug' | 'taxon', top: number): Promise<readonly ShownCount[]> {
  const { counted, counting, limited } = figures;
  if (!limited) return await byFact(figures, fact, top);
  const [kinds, total] = await Promise.all([by(figures, 'kind'), figures.caseCount()]);
  const all = await counting(`limited ${fact}`, () => limitedFacts(counted, fact, kinds, total));
  return all.slice(0, top);
}

function labelled(figures: CountedFigures, counts: readonly ShownCount[], label: (key: string) => string): CountOf[] {
  return counts.map((each) => ({ ...each, label: label(each.key), of: figures.shownCount }));
}
