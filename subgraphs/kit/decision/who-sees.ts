// For an owner: which agencies, with which scopes and purpose, could read which class of a record today, by which rule.
import { RELEASE_CLASSES, type ReleaseClass } from '#schema/release/classes.ts';
import type { Participant } from '#schema/roster/roster.ts';
import type { Answer, Decide } from './decide.ts';
import { type FailureLog, failClosed } from './fail-closed.ts';
import type { NamedPolicy } from './parse.ts';
import { type Profile, relationOf } from './profile.ts';
import { isNoHarder, type Way, waysToRead } from './ways.ts';

/** One way to read. An agency with no sight of a class cannot read it, whatever its people's scopes are. */
export interface Sight extends Way {
  /** Code of the participant. */
  readonly agency: string;
  readonly releaseClass: ReleaseClass;
  /** Names of the rules of the table that permit it. */
  readonly rules: readonly string[];
  /**
   * Names of the owner's own policies that close it in this way; empty where it is open. Only where no way was found
   * open: a condition of theirs may still let somebody through.
   */
  readonly closedBy: readonly string[];
}

export interface WhoSeesParts {
  readonly decide: Decide;
  readonly decideByTable: Decide;
  readonly own: readonly NamedPolicy[];
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly logger: FailureLog;
}

export function whoSees(
  profile: Profile,
  roster: readonly Pick<Participant, 'code' | 'kind'>[],
  parts: WhoSeesParts,
): Sight[] {
  const codes = roster.filter(({ kind }) => kind !== 'SUPPORTER').map(({ code }) => code);
  const ways = waysToRead(parts.own, new Set(codes));
  return codes.flatMap((agency) =>
    RELEASE_CLASSES.flatMap((releaseClass) => sightsOf(agency, releaseClass, profile, ways, parts)),
  );
}

function sightsOf(
  agency: string,
  releaseClass: ReleaseClass,
  profile: Profile,
  ways: readonly Way[],
  { decide, decideByTable, today, logger }: WhoSeesParts,
): Sight[] {
  const open: Sight[] = [];
  let closed: Sight | undefined;
  for (const way of ways) {
    if (open.some((sight) => isNoHarder(sight, way))) continue;
    const ask = (by: Decide): Answer | undefined =>
      failClosed(logger, releaseClass, undefined, () => by(questionOf(way)));
    const permitted = ask(decideByTable);
    if (permitted?.allowed !== true) continue;
    const answer = ask(decide);
    if (answer === undefined) continue;
    const sight = { agency, releaseClass, ...way, rules: permitted.rules };
    if (answer.allowed) open.push({ ...sight, closedBy: [] });
    else closed ??= { ...sight, closedBy: answer.rules };
  }
  return open.length > 0 || closed === undefined ? open : [closed];

  function questionOf({ scopes, purpose }: Way): Parameters<Decide>[0] {
    const stated = purpose === null ? {} : { purpose, caseReference: 'stated' };
    const relation = relationOf(agency, profile);
    return { profile, relation, releaseClass, caller: { agency, scopes, ...stated }, today };
  }
}
