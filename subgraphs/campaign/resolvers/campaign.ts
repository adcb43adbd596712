// Campaigns and their phases, with the cases reported to them and what they count.
import { accessUntil } from '#schema/campaigns/campaign-file.ts';
import { badUserInput } from '#subgraphs/kit/server/errors.ts';
import { type CaseScope, type CheckedFilter, checkFilter } from '../cases/filter.ts';
import { type CaseList, listCases } from '../cases/list.ts';
import type { Reader } from '../cases/visible.ts';
import type { HubContext } from '../context.ts';
import { type HeldPhase, type Members, named, phaseBefore } from '../directory/directory.ts';
import type {
  ActivityResolvers,
  CampaignResolvers,
  PhaseCasesArgs,
  PhaseResolvers,
  PhaseStatisticsArgs,
} from '../generated/resolvers.ts';
import { steppedCutOff } from '../statistics/limited.ts';
import { type CountedFigures, countedFigures } from '../statistics/statistics.ts';

/** In place of a phase before: figures over a whole campaign are compared with none. */
const ALL_PHASES = 'all';
const WITHOUT_CASES = 'from a caller without a right to cases: it is given fixed breakdowns, as of now';

export function campaignResolvers(members: Members): CampaignResolvers {
  return {
    // A copy: the federation library writes the type's name on what it is given.
    __resolveReference: ({ code }, { campaigns }) => {
      const campaign = campaigns.campaigns.get(code);
      return campaign === undefined ? null : { ...campaign };
    },
    description: ({ description }) => description ?? null,
    coInitiators: ({ coInitiators }) => named(coInitiators, members),
    supporters: ({ supporters }) => named(supporters, members),
    phases: ({ held }) => [...held],
    phase: ({ held }, { number }) => held.find(({ entry }) => entry.number === number) ?? null,
    cases: ({ held }, asked, context) => casesOf(held, members, asked, context),
    statistics: ({ held }, asked, context) => figuresOf(held, ALL_PHASES, members, asked, context),
  };
}

export function phaseResolvers(members: Members): PhaseResolvers {
  return {
    __resolveReference: ({ id }, { campaigns }) => {
      const phase = campaigns.phases.get(id);
      return phase === undefined ? null : { ...phase };
    },
    number: ({ entry }) => entry.number,
    name: ({ entry }) => entry.name,
    startsOn: ({ entry }) => entry.startsOn,
    endsOn: ({ entry }) => entry.endsOn ?? null,
    accessUntil: ({ entry }) => accessUntil(entry) ?? null,
    illustrative: ({ entry }) => entry.illustrative,
    participants: ({ entry }) => named(entry.participants, members),
    activities: ({ entry }) => entry.activities.toSorted((one, other) => (one.startsOn < other.startsOn ? -1 : 1)),
    reported: ({ entry }) => entry.reported,
    cases: (phase, asked, context) => casesOf([phase], members, asked, context),
    statistics: (phase, asked, context) => figuresOf([phase], phaseBefore(phase), members, asked, context),
  };
}

export function activityResolvers(members: Members): ActivityResolvers {
  return { hosts: ({ hosts }) => named(hosts, members) };
}

/** The same list, asked for again within a request, is the same page. */
function casesOf(
  phases: readonly HeldPhase[],
  members: Members,
  { filter, orderBy, first, after }: Partial<PhaseCasesArgs>,
  { database, names, reader, shared }: HubContext,
): CaseList {
  const scope = scopeOf(phases, members, checkFilter(filter, names), reader);
  return shared(['cases', scope.phases, scope.filter, orderBy, first, after], () =>
    listCases(database, scope, { orderBy, first, after }),
  );
}

function scopeOf(phases: readonly HeldPhase[], members: Members, filter: CheckedFilter, reader: Reader): CaseScope {
  return { phases: phases.map(({ id }) => id), participants: members.reporting, filter, reader };
}

async function figuresOf(
  phases: readonly HeldPhase[],
  previous: HeldPhase | typeof ALL_PHASES | undefined,
  members: Members,
  { filter, asOf }: Partial<PhaseStatisticsArgs>,
  context: HubContext,
): Promise<CountedFigures> {
  const { database, names, reader, limited, shared } = context;
  const checked = checkFilter(filter, names);
  if (limited && Object.keys(checked).length > 0) throw badUserInput(`filter: expected none ${WITHOUT_CASES}`);
  if (limited && asOf != null) throw badUserInput(`asOf: expected none ${WITHOUT_CASES}`);
  const now = await context.cutOff(asOf);
  // Over all phases a small count of one of them could be told from the others: it is given phase by phase.
  const counted = limited && previous === ALL_PHASES ? [] : phases;
  const before = previous === ALL_PHASES ? undefined : previous;
  const scope = scopeOf(counted, members, checked, reader);
  // It reads a phase's whole history: once a request, for whatever is asked.
  const stepped = (ids: readonly string[]) =>
    shared(['stepped', ids], () => steppedCutOff({ database, scope: { ...scope, phases: ids }, cutOff: now }));
  const cutOff = limited ? await stepped(scope.phases) : now;
  // As that phase's own figures have it: compared at another instant, a case that came in between would be told.
  const previousCutOff = limited && before !== undefined ? await stepped([before.id]) : cutOff;
  return shared(['statistics', scope.phases, before?.id, checked, cutOff, asOf != null], () =>
    countedFigures({
      database,
      phases: counted,
      previous: before,
      participants: members.reporting,
      filter: checked,
      reader,
      limited,
      cutOff,
      previousCutOff,
      rerun: asOf != null,
    }),
  );
}
