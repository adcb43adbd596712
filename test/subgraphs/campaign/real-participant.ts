// A real participant for the hub to read: its store, its server, and its feed as it stands.
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeWhole } from '#schema/configuration/write.ts';
import { subgraphName } from '#schema/roster/roster.ts';
import { feedConnections } from '#subgraphs/campaign/feed/connections.ts';
import { type CaseEntry, isOfReturn } from '#subgraphs/campaign/feed/entry.ts';
import { askPage } from '#subgraphs/campaign/feed/page.ts';
import type { CaseRecordInput } from '#subgraphs/kit/record/case-record.ts';
import { standardErrorLogger } from '#subgraphs/kit/server/logger.ts';
import type { CaseStore } from '#subgraphs/kit/store/case-store.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { readParticipantConfig } from '#subgraphs/participant/config.ts';
import { startParticipant } from '#subgraphs/participant/start.ts';
import { ASSERTION_HEADER } from '#trust/assertion/index.ts';
import { asHub, PARTICIPANT_KEY, TRUST_CONFIG } from '../signing.ts';

export interface RealParticipant {
  readonly url: string;
  readonly store: CaseStore;
  /** The whole feed of cases, oldest first. */
  feed(): Promise<{ cursor: string; entries: CaseEntry[] }>;
  close(): Promise<void>;
}

/** @param folder that of the hub, with the roster in it. */
export async function startRealParticipant(folder: string, code: string): Promise<RealParticipant> {
  const file = join(folder, 'config', `participant-${code}.yaml`);
  writeWhole(
    file,
    stringify({
      participant: code,
      roster: '../participants.yaml',
      listen: { host: '127.0.0.1', port: 0 },
      database: { file: `../participants/${code}.sqlite` },
      trust: TRUST_CONFIG,
      audit: { file: `../audit/${code}.jsonl`, key: PARTICIPANT_KEY.file },
      campaigns: '../campaigns',
    }),
  );
  const config = readParticipantConfig(file);
  const store = await openCaseStore({ participant: code, file: config.databaseFile });
  const running = await startParticipant(config);
  return {
    url: running.url,
    store,
    async feed() {
      const assertion = (await asHub(subgraphName(code)))[ASSERTION_HEADER] ?? '';
      const connections = feedConnections(undefined, standardErrorLogger('feed'));
      const entries: CaseEntry[] = [];
      let after: string | null = null;
      const { signal } = new AbortController();
      for (;;) {
        const page = await askPage(connections.current(), {
          url: running.url,
          assertion,
          after,
          first: 1_000,
          timeout: 10_000,
          signal,
        });
        entries.push(...(page.entries.filter((each) => !isOfReturn(each)) as CaseEntry[]));
        after = page.cursor;
        if (!page.more) break;
      }
      await connections.close();
      return { cursor: after, entries };
    },
    async close() {
      await running.close();
      await store.close();
    },
  };
}

/** A case record that differs with its number and its version. */
export function recordOf(code: string, number: number, version = 1): CaseRecordInput {
  const month = String(1 + (number % 12)).padStart(2, '0');
  const animal = number % 3 === 0;
  const quantity = { value: number + version, unit: 'KILOGRAM' as const };
  return {
    id: `${code}-${number}`,
    reference: `${code}/${number}/${version}`,
    phase: number % 5 === 0 ? 'OMD-4' : 'OMD-5',
    kind: animal ? 'WILDLIFE' : 'DRUG',
    form: 'FULL',
    seizedIn: `2023-${month}`,
    reportedAt: `2023-12-${month}T00:00:00Z`,
    seizures: [
      animal
        ? { commodity: { type: 'WILDLIFE', taxon: 'Manis javanica', appendix: 'I', term: 'SCA' }, quantity }
        : { commodity: { type: 'DRUG', drug: 'heroin', group: 'OPIATES' }, quantity },
    ],
    route: { origin: { country: 'LA' }, transit: [{ country: 'KH' }], destination: { country: code.slice(0, 2) } },
    conveyance: { mode: 'ROAD' },
    release: number % 11 === 0 ? { handling: 'H0', tlp: 'RED', audience: ['TH'] } : { handling: 'H0', tlp: 'GREEN' },
  };
}
