// Who asks: tokens in, callers out; and the development key.
export { type Authenticator, authenticator } from './authenticate.ts';
export { ANONYMOUS, type Caller } from './caller.ts';
export {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  type DevelopmentKey,
  type DevelopmentToken,
  ensureDevelopmentKey,
  signDevelopmentToken,
} from './development-key.ts';
export { followKeySet } from './key-set/follow.ts';
export type { KeySet } from './key-set/key-set.ts';
export { TokenError, type Trust, type TrustedIssuer } from './verify-token.ts';
