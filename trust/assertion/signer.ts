// Signs for a subgraph: a gateway's assertion about a caller, or the hub's own for a feed. A signature is used again for
// 30 s for the same subgraph and the same claims, because a page asks 25 subgraphs.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { readServiceKey, type ServiceKey } from '../keys/service-key.ts';
import { Recent } from '../recent.ts';
import { ASSERTION_TYPES, type AssertionKind, CLAIMS, LIFETIME_S, REUSE_MS } from './claims.ts';

/** Whom a gateway speaks for. */
export interface AssertedCaller {
  readonly subject: string;
  readonly agency: string;
  /** Effective scopes; their order makes no difference. */
  readonly scopes: readonly string[];
  readonly purpose?: string | null;
  readonly caseReference?: string | null;
}

export interface AssertionSigner {
  /**
   * The assertion for `subgraph` about `caller`; parallel calls share one signature.
   * @throws Error where the caller has no subject or agency, or a scope that is not one token: then nothing is signed.
   */
  assertionFor(target: { readonly subgraph: string; readonly caller: AssertedCaller }): Promise<string>;
  /** The same for one caller and many subgraphs: what the caller says is looked at once, and what is signed is there at once. */
  about(caller: AssertedCaller): (subgraph: string) => string | Promise<string>;
}

export interface FeedSigner {
  /** The assertion that opens `caseFeed` of `subgraph`. */
  assertionFor(target: { readonly subgraph: string }): Promise<string>;
}

interface SignerOptions {
  /** File of the private JWK. */
  readonly key: string;
  /** Identity of the signer: the `iss` that verifiers know its key by. */
  readonly issuer: string;
  /** Callers whose assertions are kept at most. Default 1,000: with 25 subgraphs about 25 MB; one more drops the one longest unused. */
  readonly capacity?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** @throws Error where the key file is not a private Ed25519 JWK. */
export async function createAssertionSigner(options: SignerOptions): Promise<AssertionSigner> {
  const assertionsOf = await signing('gateway', options);
  const about: AssertionSigner['about'] = (caller) => {
    const subject = {
      sub: caller.subject,
      agency: caller.agency,
      scope: scopeOf(caller.scopes),
      purpose: caller.purpose ?? undefined,
      case_reference: caller.caseReference ?? undefined,
    };
    // Every claim that differs between callers is in the key, so a hit is word for word what would be signed anew.
    const id = JSON.stringify(Object.entries(subject));
    return assertionsOf(id, subject);
  };
  return { about, assertionFor: async ({ subgraph, caller }) => about(caller)(subgraph) };
}

/** As `createAssertionSigner`, for the hub and intelligence. */
export async function createFeedSigner(options: SignerOptions): Promise<FeedSigner> {
  const assertionOf = (await signing('feed', options))('', {});
  return { assertionFor: async ({ subgraph }) => assertionOf(subgraph) };
}

/** One string; a scope with a space in it would be read as two. */
function scopeOf(scopes: readonly string[]): string {
  const bad = scopes.find((scope) => !/^[!-~]+$/.test(scope));
  if (bad !== undefined) throw new Error(`expected claims with scopes of one word, got ${JSON.stringify(bad)}`);
  return [...new Set(scopes)].toSorted().join(' ');
}

type Subject = Readonly<Record<string, string | undefined>>;

interface Signed {
  readonly at: number;
  /** A promise until it is signed. */
  jwt: string | Promise<string>;
}

/** @param id stands for all that `subject` says. @returns the assertion for an audience. */
type AssertionsOf = (id: string, subject: Subject) => (audience: string) => string | Promise<string>;

async function signing(kind: AssertionKind, options: SignerOptions): Promise<AssertionsOf> {
  const { issuer, capacity = 1_000, now = Date.now } = options;
  const service = await readServiceKey(options.key);
  const recent = new Recent<Map<string, Signed>>(capacity);
  const signedFor = (id: string) => {
    const known = recent.get(id) ?? new Map<string, Signed>();
    recent.set(id, known);
    return known;
  };
  return (id, subject) => {
    return (audience) => {
      const at = now();
      const found = recent.get(id)?.get(audience);
      // A clock set back must not make an assertion last longer.
      if (found !== undefined && at >= found.at && at - found.at < REUSE_MS) return found.jwt;
      const pending = sign(kind, service, issuer, { aud: audience, ...subject }, at);
      const signed: Signed = { at, jwt: pending };
      const byAudience = signedFor(id);
      byAudience.set(audience, signed);
      return pending.then(
        (jwt) => {
          signed.jwt = jwt;
          return jwt;
        },
        (error: unknown) => {
          if (byAudience.get(audience) === signed) byAudience.delete(audience);
          throw error;
        },
      );
    };
  };
}

async function sign(
  kind: AssertionKind,
  key: ServiceKey,
  issuer: string,
  subject: Subject,
  at: number,
): Promise<string> {
  const iat = Math.floor(at / 1000);
  const claims = { ...subject, iss: issuer, iat, exp: iat + LIFETIME_S, jti: randomUUID() };
  const checked = CLAIMS[kind].safeParse(claims);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new Error(
      `expected claims that an assertion can carry, got a fault in "${issue?.path.join('.')}": ${issue?.message}`,
    );
  }
  return new SignJWT({ ...checked.data })
    .setProtectedHeader({ alg: 'EdDSA', typ: ASSERTION_TYPES[kind], kid: key.publicKey.kid })
    .sign(key.privateKey);
}
