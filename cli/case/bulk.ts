// Records that came in by a mapping into a campaign that they do not belong to: removed together, so that they can be
// imported into the right one.
import type { ImportedScope } from '#subgraphs/kit/store/imported.ts';
import { UsageError } from '../usage-error.ts';
import { atParticipant, participantsWithStore } from './place.ts';

export interface BulkOptions {
  readonly mapping: string;
  readonly campaign: string;
  /** Without it, all participants of this data folder. */
  readonly participant?: string;
  readonly yes: boolean;
}

export interface BulkResult {
  /** Records that are meant. */
  readonly found: number;
  readonly removed: number;
  readonly participants: readonly string[];
}

/** @throws UsageError where it would remove any and `yes` is not given. */
export async function removeImported({ mapping, campaign, participant, yes }: BulkOptions): Promise<BulkResult> {
  const found = new Map<string, string[]>();
  for (const code of participant === undefined ? participantsWithStore() : [participant]) {
    const ids = await atParticipant(code, async ({ store }) => {
      const of = (record: ImportedScope['record']) => store.imported({ record, mapping, campaign });
      return [...(await of('case')), ...(await of('return'))];
    });
    if (ids.length > 0) found.set(code, ids);
  }
  const count = [...found.values()].reduce((sum, ids) => sum + ids.length, 0);
  const participants = [...found.keys()];
  if (count === 0) return { found: 0, removed: 0, participants };
  if (!yes)
    throw new UsageError(
      `expected --yes, for ${count} records of ${participants.length} participants (${participants.join(' ')}) would be removed that ${mapping} brought into ${campaign}`,
    );
  let removed = 0;
  for (const [code, ids] of found)
    removed += await atParticipant(code, ({ store, origin }) => store.remove(ids, { ...origin, mapping }));
  return { found: count, removed, participants };
}
