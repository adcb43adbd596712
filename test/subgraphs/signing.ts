// Keys of a gateway and a hub that subgraphs under test trust, and what the two sign. One folder for each test file.
import { afterAll } from 'vitest';
import {
  ASSERTION_HEADER,
  type AssertedCaller,
  createAssertionSigner,
  createFeedSigner,
  type GatewayCaller,
  type TrustedIssuer,
} from '#trust/assertion/index.ts';
import { lastingFolder, makeKey } from '../trust/workshop.ts';

const { path, remove } = lastingFolder();
afterAll(remove);

export const GATEWAY = { issuer: 'gateway-1', key: await makeKey(path, 'gateway') };
/** Signs the checkpoints of a participant's audit log. */
export const PARTICIPANT_KEY = await makeKey(path, 'participant');
export const HUB = { issuer: 'hub-1', key: await makeKey(path, 'hub') };

/** As it stands in a configuration file. */
export const TRUST_CONFIG = {
  gateway: { issuer: GATEWAY.issuer, jwks: { file: GATEWAY.key.jwks } },
  hub: { issuer: HUB.issuer, jwks: { file: HUB.key.jwks } },
};

/** Whom a participant trusts. */
export const TRUST: readonly TrustedIssuer[] = [
  { kind: 'gateway', issuer: GATEWAY.issuer, keys: { jwks: GATEWAY.key.jwks } },
  { kind: 'feed', issuer: HUB.issuer, keys: { jwks: HUB.key.jwks } },
];

/** An officer of Vietnam. */
export const OFFICER: AssertedCaller = { subject: 'lan', agency: 'VN', scopes: ['case:read'] };

/** Whom resolvers called without a server see. */
export const GATEWAY_CALLER: GatewayCaller = {
  kind: 'gateway',
  gateway: GATEWAY.issuer,
  subject: OFFICER.subject,
  agency: OFFICER.agency,
  scopes: OFFICER.scopes,
  purpose: null,
  caseReference: null,
  assertion: '00000000-0000-4000-8000-000000000000',
};

const gateway = await createAssertionSigner({ key: GATEWAY.key.file, issuer: GATEWAY.issuer });
const hub = await createFeedSigner({ key: HUB.key.file, issuer: HUB.issuer });

export type SignedHeaders = Record<string, string>;

/** The header of a gateway's call. */
export async function asGateway(subgraph: string, caller: AssertedCaller = OFFICER): Promise<SignedHeaders> {
  return { [ASSERTION_HEADER]: await gateway.assertionFor({ subgraph, caller }) };
}

/** The header of the hub's call for the feed. */
export async function asHub(subgraph: string): Promise<SignedHeaders> {
  return { [ASSERTION_HEADER]: await hub.assertionFor({ subgraph }) };
}
