// Keys of services: one private Ed25519 key a service, and the public keys that others hold of it.
export { fileOf, type KeySet, type KeySource, readKeySet } from './key-set.ts';
export { ensureServiceKey, type PublicKey, publicKeyOf, readServiceKey, type ServiceKey } from './service-key.ts';
