// Cedar text to single policies, each with the name that faults and `whosees` know it by.
import {
  type DetailedError,
  type PolicyJson,
  policySetTextToParts,
  policyToJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import { ReleasePolicyError } from './fault.ts';

export interface NamedPolicy {
  /** From `@id`; else `line N`, where the policy begins in its text. */
  readonly name: string;
  readonly text: string;
  readonly json: PolicyJson;
}

/**
 * Takes the text of policies apart.
 * @throws ReleasePolicyError where the text is not Cedar, holds a template, or uses a name twice.
 */
export function parsePolicies(text: string): NamedPolicy[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new ReleasePolicyError(parts.errors.map((error) => inWords(error, text)));
  const [template] = parts.policy_templates;
  if (template !== undefined) {
    throw new ReleasePolicyError([
      `${place(template, text)}: expected policies, got a template (a slot such as ?principal)`,
    ]);
  }
  const policies = parts.policies.map((each) => named(each, text));
  const names = policies.map(({ name }) => name);
  const again = names.find((name, index) => names.indexOf(name) !== index);
  if (again !== undefined)
    throw new ReleasePolicyError([`policy ${again}: expected each name once, got it again: name each with @id`]);
  return policies;
}

function named(policy: string, text: string): NamedPolicy {
  const answer = policyToJson(policy);
  if (answer.type === 'failure') throw new ReleasePolicyError(answer.errors.map((error) => inWords(error, policy)));
  const { id } = answer.json.annotations ?? {};
  return { name: id === undefined || id === '' ? place(policy, text) : id, text: policy, json: answer.json };
}

/** One line for an error of Cedar's; with its line in `text`, where that is given and the error has a place. */
export function inWords({ message, help, sourceLocations }: DetailedError, text?: string): string {
  const [at] = sourceLocations ?? [];
  const where = at === undefined || text === undefined ? '' : `line ${lineAt(at.start, text)}: `;
  return `${where}${message}${help === null ? '' : ` (${help})`}`;
}

function place(policy: string, text: string): string {
  const start = Math.max(0, text.indexOf(policy));
  return `line ${text.slice(0, start).split('\n').length}`;
}

/** Cedar counts bytes. */
function lineAt(bytes: number, text: string): number {
  return Buffer.from(text).subarray(0, bytes).toString().split('\n').length;
}
