// Which records a reader may know of, as their owners computed it: in front of every list, count, sum, page and look-up. A
// record that is hidden from the reader is in none of them, just as one that is not there.
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { GatewayCaller } from '#trust/assertion/index.ts';
import { type HubTables, type Scope, STILL } from '../database/tables.ts';
import type { Campaigns, Members } from '../directory/directory.ts';

export interface Reader {
  /** Code of the participant that the reader acts for. Undefined where it is none on the roster: it knows of nothing. */
  readonly agency: string | undefined;
  /** Ids of the phases that it is a member of. */
  readonly phases: readonly string[];
}

export function readerOf(
  { agency }: Pick<GatewayCaller, 'agency'>,
  { participants }: Members,
  campaigns: Campaigns,
): Reader {
  const phases = [...campaigns.phases.values()].filter(({ entry }) => entry.participants.includes(agency));
  return { agency: participants.has(agency) ? agency : undefined, phases: phases.map(({ id }) => id) };
}

/** Columns that tell who may know of a state: of a case, or of a statistical return. */
interface Known {
  readonly state: number;
  readonly participant: string;
  readonly phase: string | null;
  readonly scope: Scope;
}

/** Columns of a state in the history. */
interface Past extends Known {
  readonly id: string;
  readonly recorded_to: string;
}

/** Condition on `h`, a state: that its owner let the reader know of it, as long as the hub held it. */
export function visible({ agency, phases }: Reader): Expression<SqlBool> {
  const h = expressionBuilder<HubTables & { h: Known }, 'h'>();
  if (agency === undefined) return h.lit(false);
  const named = h
    .selectFrom('state_reader as v')
    .whereRef('v.state', '=', 'h.state')
    .where('v.reader', '=', agency)
    .select('v.state');
  return h.or([
    h('h.scope', '=', 'ALL'),
    h('h.participant', '=', agency),
    h.and([h('h.scope', '=', 'LISTED'), h.exists(named)]),
    ...(phases.length === 0 ? [] : [h.and([h('h.scope', '=', 'PHASE'), h('h.phase', 'in', phases)])]),
  ]);
}

/**
 * As `visible`, for states of the past: the owner let the reader know of it then, and does now. So a figure that is run
 * again shows nothing that was hidden since, and nothing that was hidden then.
 */
export function visibleThenAndNow(reader: Reader): Expression<SqlBool> {
  const h = expressionBuilder<HubTables & { h: Past }, 'h'>();
  const { agency, phases } = reader;
  if (agency === undefined) return h.lit(false);
  const known = h
    .selectFrom('known_case as k')
    .whereRef('k.participant', '=', 'h.participant')
    .whereRef('k.id', '=', 'h.id')
    .select('k.id');
  const named = h
    .selectFrom('visible_to as v')
    .whereRef('v.participant', '=', 'h.participant')
    .whereRef('v.id', '=', 'h.id')
    .where('v.reader', '=', agency)
    .select('v.id');
  const inPhase = h
    .selectFrom('head as c')
    .whereRef('c.participant', '=', 'h.participant')
    .whereRef('c.id', '=', 'h.id')
    .where('c.phase', 'in', phases)
    .select('c.id');
  const now = h.or([
    // What is held still is as it is now.
    h('h.recorded_to', '=', STILL),
    h('h.participant', '=', agency),
    h.exists(known.where('k.scope', '=', 'ALL')),
    h.and([h.exists(known.where('k.scope', '=', 'LISTED')), h.exists(named)]),
    ...(phases.length === 0 ? [] : [h.and([h.exists(known.where('k.scope', '=', 'PHASE')), h.exists(inPhase)])]),
  ]);
  return h.and([visible(reader), now]);
}
