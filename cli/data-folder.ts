// Where everything of one deployment stands; docs/decisions/2026-11-22-data-folder.md says who writes what.
import { join, resolve } from 'node:path';
import { subgraphName } from '#schema/roster/roster.ts';

export type Service = 'gateway' | 'hub';

export interface DataFolder {
  readonly root: string;
  readonly roster: string;
  readonly campaigns: string;
  readonly hubDatabase: string;
  readonly supergraph: string;
  readonly feeds: string;
  readonly config: string;
  readonly keys: string;
  readonly developmentKey: string;
  /** Keys of the services that sign: private, and the public half that others trust. */
  readonly serviceKeys: Readonly<Record<Service, { readonly key: string; readonly jwks: string }>>;
  /** Public keys of the processes that write audit logs: `<process>.jwks.json`. */
  readonly auditKeys: string;
  /** The demonstration's OpenID provider: its private signing keys, and its people's passwords. */
  readonly identityKeys: string;
  readonly passwords: string;
  readonly logs: string;
  readonly rejects: string;
  readonly run: string;
  readonly seeded: string;
  participantDatabase(code: string): string;
  participantConfig(code: string): string;
  /** Key that signs the checkpoints of the participant's audit log. */
  participantKey(code: string): string;
  /** Audit log of a process: `gateway`, or the code of a participant. */
  auditLog(process: string): string;
  publishedSdl(subgraph: string): string;
}

/** The folder of `CAMPAIGN_DATA_DIR`, by default `data` below the working directory. */
export function dataFolder(root = process.env.CAMPAIGN_DATA_DIR || 'data'): DataFolder {
  const at = resolve(root);
  const keysOf = (service: Service) => ({
    key: join(at, 'keys', `${service}.jwk`),
    jwks: join(at, 'keys', `${service}.jwks.json`),
  });
  return {
    root: at,
    roster: join(at, 'participants.yaml'),
    campaigns: join(at, 'campaigns'),
    hubDatabase: join(at, 'hub.sqlite'),
    supergraph: join(at, 'supergraph.yaml'),
    feeds: join(at, 'feeds.yaml'),
    config: join(at, 'config'),
    keys: join(at, 'keys'),
    developmentKey: join(at, 'keys', 'development.jwk'),
    serviceKeys: { gateway: keysOf('gateway'), hub: keysOf('hub') },
    auditKeys: join(at, 'keys', 'audit'),
    identityKeys: join(at, 'keys', 'identity.jwks'),
    passwords: join(at, 'passwords.yaml'),
    logs: join(at, 'logs'),
    rejects: join(at, 'rejects'),
    run: join(at, 'run.json'),
    seeded: join(at, 'seeded.json'),
    participantDatabase: (code) => join(at, 'participants', `${code}.sqlite`),
    participantConfig: (code) => join(at, 'config', `participant-${subgraphName(code)}.yaml`),
    participantKey: (code) => join(at, 'keys', 'participants', `${subgraphName(code)}.jwk`),
    auditLog: (process) => join(at, 'audit', `${process}.jsonl`),
    publishedSdl: (subgraph) => join(at, 'published', `${subgraph}.graphql`),
  };
}
