// `gateway.yaml`: what one gateway serves and whom it trusts. A key that is not honoured is not accepted.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { duration, identity, listen, tlsFiles } from '#schema/configuration/values.ts';
import { participantCode } from '#schema/roster/roster.ts';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { DEFAULT_ISSUERS } from '#trust/assertion/index.ts';
import type { TlsFiles } from '#trust/tls/index.ts';
import { keySetUrlFault } from '../authentication/key-set/url-fault.ts';

/** Signatures with a public key only: a shared secret would let whoever verifies also sign. */
const algorithm = z.enum([
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]);

const issuer = z.strictObject({
  /** Claim `iss`, exactly. */
  issuer: z.string().min(1),
  /** What claim `aud` must name. */
  audience: z.string().min(1),
  /** Public keys: a file, read again whenever it changes, or a URL, fetched every half minute. */
  jwks: z
    .strictObject({ file: z.string().min(1).optional(), url: z.string().optional() })
    .superRefine(({ file, url }, context) => {
      if ((file === undefined) === (url === undefined))
        context.addIssue({ code: 'custom', message: 'expected either file or url' });
      const fault = url === undefined ? undefined : keySetUrlFault(url);
      if (fault !== undefined) context.addIssue({ code: 'custom', path: ['url'], message: fault });
    }),
  algorithms: z.array(algorithm).min(1),
  /** Participants that the issuer may speak for. Default: every one on the roster. */
  participants: z.array(participantCode).optional(),
  /** Scopes that the issuer may grant. Default: any. */
  scopes: z.array(z.string().min(1)).optional(),
  /** Purposes that the issuer may name. Default: any. */
  purposes: z.array(z.string().min(1)).optional(),
});

const authentication = z
  .strictObject({
    /** False: a request without a token is anonymous; a bad token is still refused. */
    required: z.boolean().default(true),
    issuers: z.array(issuer).default([]),
  })
  .superRefine((value, context) => {
    if (value.required && value.issuers.length === 0)
      context.addIssue({ code: 'custom', path: ['issuers'], message: 'expected an issuer, or required: false' });
    const seen = new Set<string>();
    for (const [index, each] of value.issuers.entries()) {
      if (seen.has(each.issuer))
        context.addIssue({
          code: 'custom',
          path: ['issuers', index, 'issuer'],
          message: `expected an issuer used once, got ${each.issuer} again`,
        });
      seen.add(each.issuer);
    }
  });

const supergraph = z
  .strictObject({
    /** `supergraph.yaml`: subgraphs and their published SDL files. Goes with `roster`. */
    config: z.string().min(1).optional(),
    /** `participants.yaml`: who may own what. */
    roster: z.string().min(1).optional(),
    /** A supergraph composed elsewhere, taken as it is, but for its security directives. */
    sdl: z.string().min(1).optional(),
  })
  .refine(
    (value) =>
      value.sdl === undefined
        ? value.config !== undefined && value.roster !== undefined
        : value.config === undefined && value.roster === undefined,
    'expected either config and roster, or sdl alone',
  );

const call = {
  /** For all calls that one operation makes, each from its place in the queue to its last byte. Default 5s. */
  timeout: duration.optional(),
  /** Further attempts after a connection error, never after an answer and never for a mutation. Default 1. */
  retries: z.int().min(0).max(5).optional(),
  /** Longest answer in bytes. Default 32 MiB. */
  maxBytes: z.int().positive().optional(),
  /**
   * Bytes that an entity may take in the mean: with 1 MiB more, the longest answer about entities. Default 64 KiB; for the hub
   * as many as `maxBytes`, since its entities hold pages.
   */
  maxEntityBytes: z.int().positive().optional(),
  /** Connections at once. Default 64. */
  connections: z.int().min(1).max(1_024).optional(),
  /** Calls that may wait for one of them; more are not made. Default 256. */
  waiting: z.int().min(0).optional(),
  /** After so many failures on end it is not called for a while, then once to try. Default 10 and 5s. */
  breaker: z.strictObject({ failures: z.int().min(1).optional(), pause: duration.optional() }).optional(),
  /** What the gateway shows to a subgraph on another machine, and whom it believes there. PEM files. */
  tls: tlsFiles.optional(),
};

const limits = z.strictObject({
  /** Lexical tokens of an operation's document. */
  maxTokens: z.int().positive().default(4_000),
  /** Levels of selection, fragments followed. */
  maxDepth: z.int().positive().default(24),
  /** Fields selected once every fragment is written out. */
  maxSelections: z.int().positive().default(5_000),
  /**
   * Distinct combinations of `@include` and `@skip` with variables under which something is selected. The planner's
   * time grows with their square: 8 take it about 0.2 s, 64 take 6 s.
   */
  maxConditions: z.int().positive().default(8),
  /** Nodes of all pages: for each field with `first`, the product of `first` along the path to it. */
  maxNodes: z.int().positive().default(10_000),
  /** Milliseconds that the plan of one operation may take, in a thread of its own. */
  maxPlanningMs: z.int().positive().default(10_000),
  /** Operations that may wait for a plan, a quarter of them of one caller; those that have one wait for none. */
  maxPlansWaiting: z.int().positive().default(500),
  /** Bytes of a request's body. */
  maxBodyBytes: z.int().positive().default(262_144),
});

const audit = z.strictObject({
  /** The log; made where there is none. */
  file: z.string().min(1),
  /** Private key (JWK) that signs its checkpoints. Default: that of `identity`. */
  key: z.string().min(1).optional(),
  /** Name of this gateway in the log: of several, each has its own, and its own file. */
  process: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected a name such as gateway or gateway-2')
    .default('gateway'),
});

const files = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
  error: 'expected the file of a manifest, or a list of files',
});

const gateway = z
  .strictObject({
    listen: listen.default({ host: '127.0.0.1', port: 4_000 }),
    supergraph,
    authentication,
    authorization: z
      .strictObject({
        /** Folder of `*.cedar` files that decide the labels of `@policy`; read again on change. Without, all are denied. */
        policies: z.string().min(1).optional(),
      })
      .default({}),
    /** What it signs as to subgraphs. Only a supergraph composed elsewhere goes without: its calls then say nothing. */
    identity: identity.optional(),
    /** By subgraph name; `all` holds for those that do not say otherwise. */
    subgraphs: z.record(z.string(), z.strictObject(call)).default({}),
    /** The audit trail. Only a supergraph composed elsewhere goes without. */
    audit: audit.optional(),
    /** Whether clients may ask for the schema; off, errors suggest no names either. */
    introspection: z.boolean().default(false),
    /** Whether an operation that was answered before skips parsing, validation and Apollo Server. Answers are the same. */
    preparedOperations: z.boolean().default(true),
    /** Operations that clients have told of: known by their ids, planned before they are asked. */
    persistedOperations: z
      .strictObject({
        /** JSON, as Apollo's tools, GraphQL Code Generator or Relay write it; read again on change. */
        manifest: files,
        /** Whether nothing else is answered, introspection included. */
        only: z.boolean().default(false),
      })
      .optional(),
    limits: limits.prefault({}),
  })
  .superRefine((value, context) => {
    if (value.identity === undefined && value.supergraph.sdl === undefined)
      context.addIssue({
        code: 'custom',
        path: ['identity'],
        message: 'expected { key: … }, got nothing: subgraphs answer no gateway that cannot sign',
      });
    if (value.audit === undefined && value.supergraph.sdl === undefined)
      context.addIssue({
        code: 'custom',
        path: ['audit'],
        message: 'expected { file: … }, got nothing: over a roster every operation is put on record',
      });
    if (value.audit && value.audit.key === undefined && value.identity === undefined)
      context.addIssue({
        code: 'custom',
        path: ['audit', 'key'],
        message: 'expected a file, got nothing: without identity there is no other key that signs',
      });
  });

/** JSON Schema of `gateway.yaml` is made from this. */
export const gatewaySchema = gateway;

/** An issuer with the place of its keys: an absolute path, or a URL. */
export type IssuerConfig = Omit<z.output<typeof issuer>, 'jwks'> & {
  readonly jwks: { readonly file: string } | { readonly url: string };
};
export type Limits = z.output<typeof limits>;

/** Where the supergraph comes from; absolute paths. */
export type SupergraphSource = { readonly config: string; readonly roster: string } | { readonly sdl: string };

/** The audit log, the key that signs its checkpoints (absolute paths), and the name of its writer. */
export interface AuditConfig {
  readonly file: string;
  readonly key: string;
  readonly process: string;
}

/** The key that assertions are signed with (absolute path), and the issuer that subgraphs know it by. */
export interface GatewayIdentity {
  readonly key: string;
  readonly issuer: string;
}

export type GatewayConfig = Omit<
  z.output<typeof gateway>,
  'supergraph' | 'authentication' | 'identity' | 'authorization' | 'audit' | 'persistedOperations'
> & {
  readonly authentication: { readonly required: boolean; readonly issuers: readonly IssuerConfig[] };
  readonly supergraph: SupergraphSource;
  readonly identity: GatewayIdentity | undefined;
  readonly audit: AuditConfig | undefined;
  /** `policies`: a folder, absolute. */
  readonly authorization: { readonly policies?: string };
  /** `manifests`: absolute paths. Undefined: there are none. */
  readonly persistedOperations: { readonly manifests: readonly string[]; readonly only: boolean } | undefined;
};

/** How a subgraph is called: milliseconds, further attempts, bytes. */
export interface CallOptions {
  readonly timeout: number;
  readonly retries: number;
  readonly maxBytes: number;
  readonly maxEntityBytes: number;
}

/**
 * Reads `gateway.yaml`; paths in it are taken from its own folder.
 * @throws ConfigurationError with file and line of each fault.
 */
export function readGatewayConfig(file: string): GatewayConfig {
  const value = readConfiguration(file, gateway);
  const from = (path: string) => resolve(dirname(file), path);
  const { config = '', roster = '', sdl } = value.supergraph;
  const issuers = value.authentication.issuers.map(({ jwks, ...each }) => ({
    ...each,
    jwks: jwks.url === undefined ? { file: from(jwks.file ?? '') } : { url: jwks.url },
  }));
  return {
    ...value,
    supergraph: sdl === undefined ? { config: from(config), roster: from(roster) } : { sdl: from(sdl) },
    authentication: { ...value.authentication, issuers },
    subgraphs: Object.fromEntries(
      Object.entries(value.subgraphs).map(([name, { tls, ...rest }]) => [
        name,
        { ...rest, ...(tls && { tls: { ca: from(tls.ca), cert: from(tls.cert), key: from(tls.key) } }) },
      ]),
    ),
    authorization: value.authorization.policies === undefined ? {} : { policies: from(value.authorization.policies) },
    persistedOperations: value.persistedOperations && {
      manifests: [value.persistedOperations.manifest].flat().map(from),
      only: value.persistedOperations.only,
    },
    identity: value.identity && {
      key: from(value.identity.key),
      issuer: value.identity.issuer ?? DEFAULT_ISSUERS.gateway,
    },
    audit: value.audit && {
      file: from(value.audit.file),
      key: from(value.audit.key ?? value.identity?.key ?? ''),
      process: value.audit.process,
    },
  };
}

/** How the subgraph called `name` is called. */
export function callOptions(config: Pick<GatewayConfig, 'subgraphs'>, name: string): CallOptions {
  const all = config.subgraphs.all;
  const own = name === 'all' ? undefined : config.subgraphs[name];
  const maxBytes = own?.maxBytes ?? all?.maxBytes ?? 32 * 1_048_576;
  return {
    timeout: own?.timeout ?? all?.timeout ?? 5_000,
    retries: own?.retries ?? all?.retries ?? 1,
    maxBytes,
    maxEntityBytes: own?.maxEntityBytes ?? (name === HUB ? maxBytes : (all?.maxEntityBytes ?? 65_536)),
  };
}

/** What is shown to the subgraph called `name`, and whom it may be; undefined: it is called on this machine only. */
export function tlsOf({ subgraphs }: Pick<GatewayConfig, 'subgraphs'>, name: string): TlsFiles | undefined {
  return (name === 'all' ? undefined : subgraphs[name]?.tls) ?? subgraphs.all?.tls;
}

/** How many calls of a subgraph may be under way, and when it is spared. */
export interface GuardConfig {
  readonly connections: number;
  readonly waiting: number;
  readonly breaker: { readonly failures: number; readonly pause: number };
}

export function guardOptions({ subgraphs }: Pick<GatewayConfig, 'subgraphs'>, name: string): GuardConfig {
  const { all } = subgraphs;
  const own = name === 'all' ? undefined : subgraphs[name];
  return {
    connections: own?.connections ?? all?.connections ?? 64,
    waiting: own?.waiting ?? all?.waiting ?? 256,
    breaker: {
      failures: own?.breaker?.failures ?? all?.breaker?.failures ?? 10,
      pause: own?.breaker?.pause ?? all?.breaker?.pause ?? 5_000,
    },
  };
}
