// Values that several configuration files use.
import { z } from 'zod';

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A span of time such as `500ms`, `5s`, `2m`, `1h`; read as milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h)$/, 'expected a duration such as 500ms, 5s, 2m or 1h')
  .transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof MILLISECONDS;
    return Number.parseInt(text, 10) * MILLISECONDS[unit];
  });

/** Who a service signs as: file of its private key (JWK), and the issuer that others know it by. */
export const identity = z.strictObject(
  { key: z.string().min(1), issuer: z.string().min(1).optional() },
  { error: (issue) => (issue.input === undefined ? 'expected { key: … }, got nothing: it cannot sign' : undefined) },
);

/**
 * A service whose assertions are taken: its issuer, and the file of its public keys (JWKS). `names`: DNS names or URIs, of
 * which its TLS certificate carries one; needed where the subgraph listens with TLS.
 */
export const trustedService = z.strictObject(
  {
    issuer: z.string().min(1),
    jwks: z.strictObject({ file: z.string().min(1) }),
    names: z.array(z.string().min(1)).min(1).optional(),
  },
  {
    error: (issue) =>
      issue.input === undefined ? 'expected { issuer: …, jwks: { file: … } }, got nothing' : undefined,
  },
);

/** PEM files of one side of mutual TLS: whom it believes, its own certificate, and that one's key. */
export const tlsFiles = z.strictObject(
  { ca: z.string().min(1), cert: z.string().min(1), key: z.string().min(1) },
  { error: (issue) => (issue.input === undefined ? 'expected { ca: …, cert: …, key: … }, got nothing' : undefined) },
);

/** Where a server listens; port 0 takes a free one. */
export const listen = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
});

/** As `listen`, for a subgraph: with TLS it may be reached from other machines. */
export const subgraphListen = listen.extend({ tls: tlsFiles.optional() });
