// The passwords of the demonstration's people: made at the first start, in one file for whoever runs it (mode 0600).
// Guessing is bounded: after five wrong ones a person is refused for a minute, whatever is typed.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { writeWhole } from '#schema/configuration/write.ts';

const passwords = z.record(z.string(), z.string().min(12));

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const MOST_WRONG = 5;
const PAUSE_MS = 60_000;

/** Makes a password for each of `ids` that has none. @returns all, by id. */
export function ensurePasswords(file: string, ids: Iterable<string>): ReadonlyMap<string, string> {
  const had = existsSync(file) ? readPasswords(file) : new Map<string, string>();
  const all = new Map([...ids].map((id) => [id, had.get(id) ?? makePassword()]));
  const same = all.size === had.size && [...all].every(([id, password]) => had.get(id) === password);
  if (!same)
    writeWhole(file, `# Passwords of the demonstration's people, by id.\n${stringify(Object.fromEntries(all))}`, 0o600);
  return all;
}

/** @throws ConfigurationError */
export function readPasswords(file: string): Map<string, string> {
  return new Map(Object.entries(readConfiguration(file, passwords)));
}

/** 80 bits: `xxxx-xxxx-xxxx-xxxx`. */
function makePassword(): string {
  return Array.from({ length: 4 }, fourLetters).join('-');
}

function fourLetters(): string {
  return Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

export type Verdict = 'right' | 'wrong' | 'too often';

/** Checks what is typed. One who is not there is as wrong as one with another password. */
export function passwordCheck(
  all: ReadonlyMap<string, string>,
  now: () => number = Date.now,
): (id: string, typed: string) => Verdict {
  const digests = new Map([...all].map(([id, password]) => [id, digest(password)]));
  /** Of those who are there only, so that it cannot grow. */
  const wrong = new Map<string, { times: number; until: number }>();
  const nobody = digest('');
  return (id, typed) => {
    const expected = digests.get(id);
    const before = wrong.get(id);
    const known = before && before.until > now() ? before : { times: 0, until: 0 };
    if (known.times >= MOST_WRONG) return 'too often';
    const fits = timingSafeEqual(digest(typed), expected ?? nobody) && expected !== undefined;
    if (fits) {
      wrong.delete(id);
      return 'right';
    }
    if (expected) wrong.set(id, { times: known.times + 1, until: now() + PAUSE_MS });
    return 'wrong';
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
