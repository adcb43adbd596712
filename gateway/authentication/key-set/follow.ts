// The key set of an issuer, wherever the configuration says it is.
import type { IssuerConfig } from '../../config/read.ts';
import type { GatewayLogger } from '../../operations/logger.ts';
import { followKeyFile } from './follow-file.ts';
import { followKeyUrl } from './follow-url.ts';
import type { KeySet } from './key-set.ts';

/** @param onChange called after the set has changed: what was verified with the old one is to be forgotten. */
export function followKeySet(jwks: IssuerConfig['jwks'], logger: GatewayLogger, onChange: () => void): KeySet {
  return 'file' in jwks ? followKeyFile(jwks.file, logger, onChange) : followKeyUrl(jwks.url, logger, onChange);
}
