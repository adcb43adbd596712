// For an owner: who could read what of one of its records today, and by which rule; from its own database and files.
import { readRoster } from '#schema/roster/roster.ts';
import type { Profile, Sight } from '#subgraphs/kit/decision/index.ts';
import type { Visibility } from '#subgraphs/kit/generated/resolvers.ts';
import { createCaseLoaders } from '#subgraphs/kit/loaders/case-loaders.ts';
import { followPhases } from '#subgraphs/kit/release/phases.ts';
import { followEngine } from '#subgraphs/kit/release/policies.ts';
import { profileOf } from '#subgraphs/kit/release/profile-of.ts';
import { standardErrorLogger } from '#subgraphs/kit/server/logger.ts';
import type { FeedProgress } from '#subgraphs/kit/store/feed-readers.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import type { ParticipantConfig } from './config.ts';

export interface CaseSights {
  readonly id: string;
  readonly revision: number;
  readonly phase: string | null;
  readonly profile: Profile;
  /** Who may know that the case exists. */
  readonly visibleTo: Pick<Visibility, 'scope' | 'participants'>;
  readonly sights: readonly Sight[];
  /** How far the readers of the feed have come: what was changed since is not known there yet. */
  readonly readers: readonly FeedProgress[];
}

/** Undefined where the participant has no such case. @throws ConfigurationError where a file cannot be taken. */
export async function whoSeesCase(config: ParticipantConfig, id: string): Promise<CaseSights | undefined> {
  const { code, participant } = config;
  const logger = standardErrorLogger('whosees');
  const { policies, campaigns } = config;
  const followed = followEngine({ policies, contactPoint: participant.contactPoint, logger });
  followed.close();
  const engine = followed.current;
  const phases = followPhases(campaigns, logger);
  phases.close();
  const store = await openCaseStore({ participant: code, file: config.databaseFile });
  try {
    const loaders = createCaseLoaders(store);
    const row = await loaders.cases.load(id);
    if (row === undefined) return undefined;
    const audience = (await loaders.audience.load(id)).map((each) => each.participant);
    const profile = profileOf(code, row, audience, phases.current);
    return {
      id,
      revision: row.revision,
      phase: row.phase,
      profile,
      visibleTo: engine.visibleTo(profile),
      sights: engine.whoSees(profile, readRoster(config.rosterFile).participants),
      readers: await store.feedReaders.all(),
    };
  } finally {
    await store.close();
  }
}
