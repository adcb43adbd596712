// Small things that the tests of the release engine ask with.
import { compilePolicies } from '#subgraphs/kit/decision/compile.ts';
import { deciderOf } from '#subgraphs/kit/decision/decide.ts';
import { engineOver, type ReleaseEngine, type ReleaseEngineOptions } from '#subgraphs/kit/decision/engine.ts';
import type { Profile } from '#subgraphs/kit/decision/profile.ts';
import type { Cell } from './cells.ts';

export const ALL_SCOPES = ['case:read', 'case:operational', 'case:identifiers', 'case:nominal'];
export const STATED = { purpose: 'investigation', caseReference: 'CN-2026-7' };

/** A record of China's in a phase of China, Laos and Thailand, released by name to Viet Nam. */
export const PROFILE: Profile = {
  owner: 'CN',
  tlp: 'AMBER',
  handling: 'H1',
  audience: ['VN'],
  members: ['CN', 'LA', 'TH'],
};

/** What was logged, in order. */
export class Log {
  readonly lines: { err: unknown; asked: unknown; message: string }[] = [];

  error = (fields: unknown, message?: unknown): void => {
    const { err, asked } = fields as { err: unknown; asked: unknown };
    this.lines.push({ err, asked, message: String(message) });
  };
}

/** An engine whose table is given, as text. */
export function engineWithTable(table: string, options: ReleaseEngineOptions = {}): ReleaseEngine {
  const policies = compilePolicies({ table });
  const decide = deciderOf(policies);
  return engineOver({ decide, decideByTable: decide, own: [] }, options);
}

/** Asks an engine cell by cell; each caller's answers are remembered as in one request. */
export function asker(engineOn: (today: () => string) => ReleaseEngine): (cell: Cell) => boolean {
  let today = '';
  const engine = engineOn(() => today);
  const requests = new Map<string, ReturnType<ReleaseEngine['forRequest']>>();
  return ({ asked, profile, caller, today: day }) => {
    today = day;
    const key = JSON.stringify([caller, day]);
    const request = requests.get(key) ?? engine.forRequest(caller);
    requests.set(key, request);
    return asked === 'know' ? request.mayKnow(profile) : request.mayRead(asked, profile);
  };
}
