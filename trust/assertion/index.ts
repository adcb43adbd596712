// The signed word of one process to another: who asks, for whom, for which subgraph, for one minute.
export type { Caller, FeedCaller, GatewayCaller } from './caller.ts';
export { ASSERTION_HEADER, DEFAULT_ISSUERS } from './claims.ts';
export { AssertionRefused, type Refusal } from './refused.ts';
export {
  type AssertedCaller,
  type AssertionSigner,
  createAssertionSigner,
  createFeedSigner,
  type FeedSigner,
} from './signer.ts';
export type { TrustedIssuer } from './trusted-keys.ts';
export { type AssertionVerifier, createAssertionVerifier, type VerifierOptions } from './verifier.ts';
