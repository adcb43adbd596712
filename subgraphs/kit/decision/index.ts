// The originator's release: who may know of a record, and read which class of its fields. docs/release.md has the table.
export type { ReleaseCaller } from './caller.ts';
export { createReleaseEngine, type ReleaseEngine, type ReleaseEngineOptions } from './engine.ts';
export { ReleasePolicyError } from './fault.ts';
export type { Profile } from './profile.ts';
export type { RequestRelease, Withheld } from './request.ts';
export type { Sight } from './who-sees.ts';
