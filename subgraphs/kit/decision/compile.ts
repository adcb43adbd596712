// Policies parsed and validated once, at start. What is wrong is said then, never found out while deciding.
import { createHash } from 'node:crypto';
import { preparsePolicySet, preparseSchema, validate } from '@cedar-policy/cedar-wasm/nodejs';
import { releaseSchema, releaseTable } from '#schema/release/policies.ts';
import { ReleasePolicyError } from './fault.ts';
import { parseOwnPolicies } from './own-policies.ts';
import { inWords, type NamedPolicy, parsePolicies } from './parse.ts';

/** Names under which Cedar keeps what was parsed, in this thread. */
export interface CompiledPolicies {
  readonly schema: string;
  /** The release table alone: it decides existence, whatever a participant adds. */
  readonly table: string;
  /** The table and the participant's own policies: they decide reading. */
  readonly all: string;
  readonly own: readonly NamedPolicy[];
}

/**
 * Compiles the release table with a participant's own policies.
 * @throws ReleasePolicyError with every fault.
 */
export function compilePolicies({
  table = releaseTable(),
  own = '',
}: {
  table?: string;
  own?: string;
}): CompiledPolicies {
  const schema = releaseSchema();
  const tablePolicies = byName(parsePolicies(table), '');
  const ownPolicies = parseOwnPolicies(own);
  const all = { ...tablePolicies, ...byName(ownPolicies, OWN) };
  check(all, schema);
  return {
    schema: kept('schema', schema, (name) => preparseSchema(name, schema)),
    table: kept('policies', tablePolicies, (name) => preparsePolicySet(name, { staticPolicies: tablePolicies })),
    all: kept('policies', all, (name) => preparsePolicySet(name, { staticPolicies: all })),
    own: ownPolicies,
  };
}

/** Marks a participant's own rule, so that it never takes the place of one of the table. */
const OWN = 'own policy ';

function byName(policies: readonly NamedPolicy[], prefix: string): Record<string, string> {
  return Object.fromEntries(policies.map(({ name, text }) => [`${prefix}${name}`, text]));
}

/** A warning is a fault as well: a policy that can never apply, say, is a closure that its author only believes in. */
function check(policies: Readonly<Record<string, string>>, schema: string): void {
  const answer = validate({ schema, policies: { staticPolicies: { ...policies } } });
  if (answer.type === 'failure') throw new ReleasePolicyError(answer.errors.map((error) => inWords(error)));
  const faults = [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => {
    const words = inWords(error);
    const named = `for policy \`${policyId}\``;
    return `${policyId}: ${words.startsWith(named) ? words.slice(named.length + 2) : words}`;
  });
  faults.push(...answer.otherWarnings.map((warning) => inWords(warning)));
  if (faults.length > 0) throw new ReleasePolicyError(faults);
}

/** Named by its content: equal policies of two engines in one process are kept once, different ones never mixed. */
function kept(kind: string, content: unknown, parse: (name: string) => ReturnType<typeof preparseSchema>): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const name = `release ${kind} ${hash}`;
  const answer = parse(name);
  if (answer.type === 'failure') throw new ReleasePolicyError(answer.errors.map((error) => inWords(error)));
  return name;
}
