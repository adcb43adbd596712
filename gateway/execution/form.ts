// What is made of an answer's data as soon as it is there. A large page is many objects: what lives on while others are answered
// costs V8 more than to make it did, and so does what a promise holds that was waited for long.
import type { Data } from './plan/data.ts';

/** @param data null where null spread up to the root. */
export type Form<Formed> = (data: Readonly<Data> | null) => Formed;

export const asItIs: Form<Readonly<Data> | null> = (data) => data;
