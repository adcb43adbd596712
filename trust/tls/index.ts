// Mutual TLS between processes: who may do without, what each side shows, and whom it takes the other for.
export { clientOptions } from './client.ts';
export { readCredentials, TLS_VERSION, type TlsCredentials, type TlsFiles } from './credentials.ts';
export { type FollowedCredentials, followCredentials } from './follow.ts';
export { isLoopback } from './loopback.ts';
export { namesOf } from './names.ts';
