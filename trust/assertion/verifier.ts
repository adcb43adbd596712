// Verifies the assertion on a request to a subgraph. Whatever is wrong with it, the caller gets one constant error.
import { hash as sha256 } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import { Recent } from '../recent.ts';
import { type Caller, feedCaller, gatewayCaller } from './caller.ts';
import { ASSERTION_TYPES, CLAIMS, CLOCK_AHEAD_S, type FeedClaims, LIFETIME_S, MAX_LENGTH } from './claims.ts';
import { AssertionRefused, type Refusal } from './refused.ts';
import { followTrustedKeys, type TrustedIssuer, type TrustedKey } from './trusted-keys.ts';

export interface AssertionVerifier {
  /**
   * @param header value of the header `x-campaign-assertion`, as the server has it.
   * @throws AssertionRefused for everything but one good assertion for this subgraph.
   */
  verify(header: string | readonly string[] | undefined): Promise<Caller>;
  /** Looks for changed keys now rather than at the next look. */
  checkKeys(): Promise<void>;
  close(): void;
}

export interface VerifierOptions {
  /** Name of this subgraph: the only audience taken. */
  readonly subgraph: string;
  /** Who may call, and for what. */
  readonly issuers: readonly TrustedIssuer[];
  /** Gets what goes wrong when keys are read again, or is no fault of an assertion. */
  readonly onProblem: (error: unknown) => void;
  /** Gets the reason of each refusal; it holds nothing of the assertion. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** Verified assertions kept at most. Default 10,000. */
  readonly capacity?: number;
  /** Milliseconds between two looks at the key files. Default 500. */
  readonly interval?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** @throws Error where keys cannot be read, or one key stands for two issuers or kinds. */
export async function createAssertionVerifier(options: VerifierOptions): Promise<AssertionVerifier> {
  const { subgraph, capacity = 10_000, now = Date.now } = options;
  const recent = new Recent<Verified>(capacity);
  // Counts changes of the keys: what was verified with keys of before must not enter the cache after.
  let generation = 0;
  const onChange = () => {
    generation += 1;
    recent.clear();
  };
  const keys = await followTrustedKeys(options.issuers, onChange, options.onProblem, options.interval);

  const verify = async (header: string | readonly string[] | undefined): Promise<Verified> => {
    const token = oneToken(header);
    const hash = sha256('sha256', token, 'base64url');
    const found = recent.get(hash);
    if (found !== undefined) return found;
    const before = generation;
    const verified = await verifySignature(token, (kid) => keys.find(kid), subgraph);
    if (before === generation) recent.set(hash, verified);
    return verified;
  };

  return {
    async verify(header) {
      try {
        const { caller, times } = await verify(header);
        checkTimes(times, Math.floor(now() / 1000));
        return caller;
      } catch (error) {
        if (error instanceof Refused) options.onRefused?.(error.refusal);
        else options.onProblem(error);
        throw new AssertionRefused();
      }
    },
    checkKeys: () => keys.check(),
    close: () => keys.close(),
  };
}

interface Verified {
  readonly caller: Caller;
  readonly times: Pick<FeedClaims, 'iat' | 'exp'>;
}

/** Inside only: carries the reason to the one place that turns it into the constant error. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** Node joins a header that came twice with a comma, which no token has. */
function oneToken(header: string | readonly string[] | undefined): string {
  if (header === undefined || header === '') throw new Refused('MISSING');
  if (typeof header !== 'string' || header.length > MAX_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(header)) {
    throw new Refused('NOT_ONE_TOKEN');
  }
  return header;
}

async function verifySignature(
  token: string,
  find: (kid: string) => TrustedKey | undefined,
  subgraph: string,
): Promise<Verified> {
  const trusted = find(checkHeader(token));
  if (trusted === undefined) throw new Refused('UNKNOWN_KEY');
  const { payload, protectedHeader } = await compactVerify(token, trusted.key, { algorithms: ['EdDSA'] }).catch(() => {
    throw new Refused('SIGNATURE');
  });
  // The key decides the kind, the type must agree: a key of one kind signs nothing of the other.
  if (protectedHeader.typ !== ASSERTION_TYPES[trusted.kind]) throw new Refused('TYPE');
  const verified = readClaims(trusted.kind, payload);
  if (verified.iss !== trusted.issuer) throw new Refused('ISSUER');
  if (verified.aud !== subgraph) throw new Refused('AUDIENCE');
  if (verified.exp <= verified.iat || verified.exp - verified.iat > LIFETIME_S) throw new Refused('LIFETIME');
  return { caller: verified.caller, times: { iat: verified.iat, exp: verified.exp } };
}

/** Exactly `alg`, `typ` and `kid`: so no `jwk`, `jku`, `x5c`, `x5u`, `crit`, `b64`, whatever they would do. */
function checkHeader(token: string): string {
  let header: ProtectedHeaderParameters;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw new Refused('HEADER');
  }
  const { alg, typ, kid, ...others } = header;
  if (alg !== 'EdDSA' || typeof kid !== 'string' || Object.keys(others).length > 0) throw new Refused('HEADER');
  if (typ !== ASSERTION_TYPES.gateway && typ !== ASSERTION_TYPES.feed) throw new Refused('TYPE');
  return kid;
}

function readClaims(kind: TrustedKey['kind'], payload: Uint8Array): FeedClaims & { readonly caller: Caller } {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (kind === 'feed') {
      const claims = CLAIMS.feed.parse(value);
      return { ...claims, caller: feedCaller(claims) };
    }
    const claims = CLAIMS.gateway.parse(value);
    return { ...claims, caller: gatewayCaller(claims) };
  } catch {
    throw new Refused('CLAIMS');
  }
}

function checkTimes({ iat, exp }: Verified['times'], at: number): void {
  if (at >= exp) throw new Refused('EXPIRED');
  if (iat > at + CLOCK_AHEAD_S) throw new Refused('IN_THE_FUTURE');
}
