// The hub's configuration file. File and folder names in it are taken from the file's own folder.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { duration, identity, subgraphListen, tlsFiles, trustedService } from '#schema/configuration/values.ts';
import { listenOf, refineListen, type SubgraphListen } from '#subgraphs/kit/server/listen.ts';
import { DEFAULT_ISSUERS, type TrustedIssuer } from '#trust/assertion/index.ts';
import type { TlsFiles } from '#trust/tls/index.ts';

export const hubConfigSchema = z
  .strictObject({
    roster: z.string().min(1),
    /** Where the feeds are: subgraph name to routing URL. It may lack a participant, or not exist yet. */
    supergraph: z.string().min(1),
    /** Folder of `<CODE>.yaml`, one file a campaign. */
    campaigns: z.string().min(1),
    listen: subgraphListen,
    database: z.strictObject({ file: z.string().min(1) }),
    /** Whom it answers. */
    trust: z.strictObject(
      { gateway: trustedService },
      {
        error: (issue) =>
          issue.input === undefined ? 'expected { gateway: … }, got nothing: it would answer nobody' : undefined,
      },
    ),
    /** What it signs as when it reads feeds. */
    identity,
    /** Folder of `<process>.jwks.json`: whose checkpoints are kept, beside participants with keys on the roster. */
    audit: z.strictObject({ keys: z.string().min(1) }).optional(),
    feeds: z
      .strictObject({
        /** Pause between two readings of a feed that has been read to its end. */
        interval: duration.default(2_000),
        /** For one page, whole. */
        timeout: duration.default(10_000),
        /** Entries asked for in one page. */
        page: z.int().min(1).max(1_000).default(500),
        /** What it shows to participants on other machines, and whom it believes there. */
        tls: tlsFiles.optional(),
      })
      .prefault({}),
  })
  .superRefine(refineListen);

export interface FeedConfig {
  /** Milliseconds. */
  readonly interval: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly page: number;
  /** Absolute paths. Without it no feed off this machine is read. */
  readonly tls?: TlsFiles | undefined;
}

export interface HubConfig {
  readonly roster: string;
  readonly supergraph: string;
  readonly campaigns: string;
  readonly listen: SubgraphListen;
  readonly database: { readonly file: string };
  /** Whose assertions are taken. */
  readonly trust: readonly TrustedIssuer[];
  /** Signs the reading of feeds: file of the private key, and the issuer that participants know it by. */
  readonly identity: { readonly key: string; readonly issuer: string };
  readonly feeds: FeedConfig;
  /** Folder of the public keys of processes that send checkpoints; absolute path. */
  readonly auditKeys: string | undefined;
}

/**
 * Reads the hub's configuration.
 * @throws ConfigurationError with file and line of each fault; a host of another machine without TLS is one.
 */
export function readHubConfig(file: string): HubConfig {
  const read = readConfiguration(file, hubConfigSchema);
  const { gateway } = read.trust;
  const from = (path: string) => resolve(dirname(file), path);
  const trust: TrustedIssuer[] = [
    { kind: 'gateway', issuer: gateway.issuer, keys: { jwks: from(gateway.jwks.file) }, names: gateway.names },
  ];
  const { tls, ...feeds } = read.feeds;
  return {
    roster: from(read.roster),
    supergraph: from(read.supergraph),
    campaigns: from(read.campaigns),
    listen: listenOf(file, read.listen),
    database: { file: from(read.database.file) },
    trust,
    identity: { key: from(read.identity.key), issuer: read.identity.issuer ?? DEFAULT_ISSUERS.feed },
    feeds: { ...feeds, ...(tls && { tls: { ca: from(tls.ca), cert: from(tls.cert), key: from(tls.key) } }) },
    auditKeys: read.audit && from(read.audit.keys),
  };
}
