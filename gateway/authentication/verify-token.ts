// One token against the issuers of the configuration and the roster. Any fault is a TokenError: never a lesser caller.
import { hash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import type { Participant, Roster } from '#schema/roster/roster.ts';
import type { IssuerConfig } from '../config/read.ts';
import { type Identity, scopesOfKind } from './caller.ts';
import type { KeySet } from './key-set/key-set.ts';
import { repeatedName } from './repeated-name.ts';

/** Why a token is refused; for the log, never for the client. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

export interface TrustedIssuer {
  readonly config: IssuerConfig;
  readonly keys: KeySet;
}

export interface Trust {
  readonly issuers: readonly TrustedIssuer[];
  /** Undefined where the gateway has no roster: then the issuers alone bound the agency. */
  readonly roster: () => Roster | undefined;
}

/**
 * A header that brings or names its own key is an attempt to choose who is believed; one that changes how the token is
 * read (a token within, compression, a payload as it is, extensions that must be known) is for other tokens than ours.
 */
const REFUSED_HEADERS = ['jwk', 'jku', 'x5c', 'x5u', 'cty', 'zip', 'b64', 'crit'];
const LONGEST = 8_192;
/** Kinds of JWT that are an access token (RFC 8725, 3.11; RFC 9068). A logout or identity token is none. */
const TYPES = ['jwt', 'at+jwt'];
/** Characters of a subject (OpenID Connect Core, 2) or an agency. */
const LONGEST_NAME = 255;
/** Seconds that an issuer's clock may be ahead. */
const AHEAD = 60;
/** Seconds; ten years. What expires later was not meant to. */
const LONGEST_LIFE = 315_576_000;

/**
 * @param now milliseconds since the epoch.
 * @throws TokenError
 */
export async function verifyToken(token: string, trust: Trust, now: number = Date.now()): Promise<Identity> {
  if (token.length > LONGEST) throw new TokenError(`expected at most ${LONGEST} characters, got ${token.length}`);
  const issuer = issuerOf(token, trust.issuers);
  const { audience, algorithms } = issuer.config;
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, issuer.keys.find, {
      issuer: issuer.config.issuer,
      audience,
      algorithms,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub', 'iss', 'aud', 'agency'],
    }));
  } catch (error) {
    throw new TokenError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return identityOf(payload, issuer.config, trust.roster(), now / 1_000);
}

function issuerOf(token: string, issuers: readonly TrustedIssuer[]): TrustedIssuer {
  let claimed: unknown;
  try {
    const header = decodeProtectedHeader(token);
    const refused = REFUSED_HEADERS.find((name) => Object.hasOwn(header, name));
    if (refused !== undefined) throw new TokenError(`expected no header ${refused}, got one`);
    if (!isAccessToken(header.typ))
      throw new TokenError(`expected typ JWT or at+jwt, got ${JSON.stringify(header.typ)}`);
    claimed = decodeJwt(token).iss;
    const repeated = token.split('.', 2).map((part) => repeatedName(Buffer.from(part, 'base64url').toString('utf8')));
    const twice = repeated.find((name) => name !== undefined);
    if (twice !== undefined) throw new TokenError(`expected each name once, got ${JSON.stringify(twice)} twice`);
  } catch (error) {
    if (error instanceof TokenError) throw error;
    throw new TokenError('expected a signed JWT in compact form, got something else', { cause: error });
  }
  const issuer = issuers.find((each) => each.config.issuer === claimed);
  if (!issuer) throw new TokenError(`expected a known issuer, got ${JSON.stringify(claimed)}`);
  return issuer;
}

/** `application/` may be left out (RFC 7515, 4.1.9). */
function isAccessToken(type: unknown): boolean {
  return (
    type === undefined || (typeof type === 'string' && TYPES.includes(type.toLowerCase().replace(/^application\//, '')))
  );
}

/** @param now seconds since the epoch. */
function identityOf(payload: JWTPayload, config: IssuerConfig, roster: Roster | undefined, now: number): Identity {
  const {
    sub,
    exp,
    iat,
    agency,
    scope,
    purposes = [],
  } = payload as JWTPayload & Record<'agency' | 'scope' | 'purposes', unknown>;
  if (!isName(sub)) throw new TokenError(`expected a subject in one line, got ${JSON.stringify(sub)}`);
  if (!isTime(exp)) throw new TokenError(`expected whole seconds in exp, got ${String(exp)}`);
  if (exp > now + LONGEST_LIFE) throw new TokenError(`expected exp within ten years, got ${exp}`);
  if (iat !== undefined && !isTime(iat)) throw new TokenError(`expected whole seconds in iat, got ${String(iat)}`);
  if (iat !== undefined && iat > now + AHEAD) throw new TokenError(`expected iat in the past, got ${iat}`);
  if (!isName(agency)) throw new TokenError(`expected an agency, got ${JSON.stringify(agency)}`);
  if (config.participants && !config.participants.includes(agency))
    throw new TokenError(`expected an agency that ${config.issuer} speaks for, got ${agency}`);
  const participant = roster?.participants.find((each) => each.code === agency);
  if (roster && !participant) throw new TokenError(`expected an agency on the roster, got ${agency}`);
  if (!isTexts(purposes)) throw new TokenError(`expected a list of purposes, got ${JSON.stringify(purposes)}`);
  const foreign = config.purposes && purposes.find((purpose) => !config.purposes?.includes(purpose));
  if (foreign !== undefined) throw new TokenError(`expected purposes that ${config.issuer} may name, got ${foreign}`);
  return { subject: sub, agency, scopes: scopesInEffect(scope, config, participant), purposes, expires: exp };
}

/** Token, issuer and kind must all grant a scope. `scope` is one string separated by spaces; anything else grants none. */
function scopesInEffect(scope: unknown, config: IssuerConfig, participant: Participant | undefined): string[] {
  if (typeof scope !== 'string') return [];
  const kind = participant && scopesOfKind(participant.kind);
  const granted = scope.split(' ').filter((each) => each !== '');
  return [...new Set(granted)]
    .filter((each) => (config.scopes?.includes(each) ?? true) && (kind?.includes(each) ?? true))
    .toSorted();
}

/** One short line of text: it stands in logs and audits. */
function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= LONGEST_NAME &&
    value.trim() !== '' &&
    !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)
  );
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** What stands for a token where it is kept: never the token itself. */
export function tokenDigest(token: string): string {
  return hash('sha256', token, 'base64');
}
