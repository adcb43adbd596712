// Cedar policies that decide the labels of `@policy`. They are validated when they are loaded: a gateway never starts
// with a policy that cannot be evaluated.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DetailedError,
  policySetTextToParts,
  preparsePolicySet,
  preparseSchema,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { BoundedCache } from '../bounded-cache.ts';

const SCHEMA = new URL('../../../schema/policies/rights.cedarschema', import.meta.url);

/** Decisions held: one for each (person, scopes, purpose, case reference, label). */
const DECISIONS_HELD = 10_000;

export class PoliciesError extends Error {
  override readonly name = 'PoliciesError';
}

/** A validated set of policies. Give it to `decideLabels`; what is inside is for that alone. */
export interface Policies {
  /** Names of the parsed set and schema within Cedar. */
  readonly set: string;
  readonly schema: string;
  /** Policies have no clock and no data but the request: an answer of the engine holds for its lifetime. */
  readonly decisions: BoundedCache<boolean>;
}

/**
 * Loads every `*.cedar` file of a folder; the schema is the published one, `schema/policies/rights.cedarschema`.
 * @throws PoliciesError naming file and fault: not readable, malformed, a template, or not valid by the schema.
 */
export function loadPolicies(folder: string): Policies {
  const schema = readFileSync(SCHEMA, 'utf8');
  const schemaName = `rights-${digest(schema)}`;
  const parsedSchema = preparseSchema(schemaName, schema);
  if (parsedSchema.type === 'failure') throw fault(SCHEMA.pathname, 'a Cedar schema', parsedSchema.errors);
  const staticPolicies = Object.fromEntries(policyFiles(folder).flatMap(readPolicies));
  const answer = validate({ schema, policies: { staticPolicies } });
  if (answer.type === 'failure') throw fault(folder, 'policies that parse', answer.errors);
  if (answer.validationErrors.length > 0) {
    const errors = answer.validationErrors.map((each) => each.error);
    throw fault(folder, 'policies that are valid by the schema', errors);
  }
  const set = `policies-${digest(JSON.stringify(staticPolicies))}`;
  const parsed = preparsePolicySet(set, { staticPolicies });
  if (parsed.type === 'failure') throw fault(folder, 'policies that parse', parsed.errors);
  return { set, schema: schemaName, decisions: new BoundedCache(DECISIONS_HELD) };
}

function policyFiles(folder: string): { file: string; text: string }[] {
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.cedar'))
      .toSorted();
  } catch (error) {
    throw new PoliciesError(
      `${folder}: expected a folder of policies, got ${String((error as { code?: unknown }).code)}`,
    );
  }
  if (names.length === 0) throw new PoliciesError(`${folder}: expected at least one file *.cedar, got none`);
  return names.map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
}

/** Each policy of a file, under `<file>#<number>`, which diagnostics then name. */
function readPolicies({ file, text }: { file: string; text: string }): [string, string][] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw fault(file, 'policies that parse', parts.errors);
  if (parts.policy_templates.length > 0)
    throw new PoliciesError(`${file}: expected policies without slots, got a template`);
  return parts.policies.map((policy, index) => [`${file}#${index + 1}`, policy]);
}

function fault(where: string, expected: string, errors: readonly DetailedError[]): PoliciesError {
  const got = errors.map((each) => [each.message, each.help].filter(Boolean).join('; ')).join('\n');
  return new PoliciesError(`${where}: expected ${expected}, got: ${got}`);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
