// What a participant's own policies may be: they forbid reading, and nothing else. Existence is the profile's alone.
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { ReleasePolicyError } from './fault.ts';
import { type NamedPolicy, parsePolicies } from './parse.ts';

/** Names of the actions that an own policy may forbid. */
const READING: ReadonlySet<string> = new Set(['read', ...RELEASE_CLASSES.map(readAction)]);

/** Name of the action of reading a class, for example `readN1`, `readAudience`. */
export function readAction(releaseClass: (typeof RELEASE_CLASSES)[number]): string {
  return releaseClass === 'AUDIENCE' ? 'readAudience' : `read${releaseClass}`;
}

/**
 * Reads a participant's own policies.
 * @throws ReleasePolicyError that names every policy that is not allowed.
 */
export function parseOwnPolicies(text: string): NamedPolicy[] {
  const policies = parsePolicies(text);
  const faults = policies.flatMap((policy) => faultsOf(policy).map((fault) => `own policy ${policy.name}: ${fault}`));
  if (faults.length > 0) throw new ReleasePolicyError(faults);
  return policies;
}

function faultsOf({ json }: NamedPolicy): string[] {
  const faults: string[] = [];
  if (json.effect !== 'forbid') faults.push(`expected forbid, got ${json.effect}: an own policy may only close`);
  const actions = actionsNamed(json.action);
  if (actions === undefined) {
    faults.push('expected the reading actions named, as in action in Action::"read", got any action');
  } else {
    const other = actions.find((name) => !READING.has(name));
    if (other !== undefined) {
      faults.push(
        `expected reading actions (${[...READING].join(', ')}), got ${other}: existence is decided by the profile alone`,
      );
    }
  }
  if (namesRecord(json)) faults.push('expected attributes of the profile, got a Profile by name: no record is named');
  return faults;
}

/** Undefined where the policy is about any action. */
function actionsNamed(action: NamedPolicy['json']['action']): string[] | undefined {
  if (action.op === 'All') return undefined;
  if ('entities' in action) return action.entities.map(idOf);
  return 'entity' in action ? [idOf(action.entity)] : undefined;
}

type Uid = { readonly id: string } | { readonly __entity: { readonly id: string } };

function idOf(uid: Uid): string {
  return '__entity' in uid ? uid.__entity.id : uid.id;
}

/** Whether an entity of type Profile stands anywhere in the policy. */
function namesRecord(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('type' in node && node.type === 'Profile' && 'id' in node) return true;
  return Object.values(node).some(namesRecord);
}
