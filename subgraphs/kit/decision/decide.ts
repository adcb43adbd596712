// One question to Cedar, one answer. Whatever Cedar could not evaluate is a failure, not an answer: in Cedar a
// `forbid` that errs is skipped, and would let through what it was written to stop.
import {
  type CedarValueJson,
  type EntityJson,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { ReleaseClass } from '#schema/release/classes.ts';
import type { ReleaseCaller } from './caller.ts';
import type { CompiledPolicies } from './compile.ts';
import { DecisionFailure } from './fault.ts';
import { readAction } from './own-policies.ts';
import type { Profile, Relation } from './profile.ts';

export interface ExistenceQuestion {
  readonly profile: Profile;
  readonly relation: Relation;
}

export interface ReadingQuestion extends ExistenceQuestion {
  readonly releaseClass: ReleaseClass;
  readonly caller: ReleaseCaller;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

export interface Answer {
  readonly allowed: boolean;
  /** Names of the rules that permit, where allowed; else of those that forbid, none where no rule permits. */
  readonly rules: readonly string[];
}

/** @throws DecisionFailure where there is no answer. */
export type Decide = (question: ExistenceQuestion | ReadingQuestion) => Answer;

const PROFILE = { type: 'Profile', id: 'profile' };

/** Asks Cedar, 0.1 ms a question: ask through a memo. */
export function deciderOf(policies: CompiledPolicies): Decide {
  return (question) => {
    const call = 'caller' in question ? reading(question, policies) : existence(question, policies);
    const answer = statefulIsAuthorized(call);
    if (answer.type === 'failure') throw new DecisionFailure(answer.errors.map(({ message }) => message).join('; '));
    const { decision, diagnostics } = answer.response;
    const [error] = diagnostics.errors;
    if (error !== undefined) throw new DecisionFailure(`${error.policyId}: ${error.error.message}`);
    return { allowed: decision === 'allow', rules: diagnostics.reason.toSorted() };
  };
}

function existence({ profile, relation }: ExistenceQuestion, policies: CompiledPolicies): StatefulAuthorizationCall {
  const agency = { type: 'Agency', id: 'agency' };
  return {
    principal: agency,
    action: { type: 'Action', id: 'know' },
    resource: PROFILE,
    context: {},
    preparsedPolicySetId: policies.table,
    preparsedSchemaName: policies.schema,
    validateRequest: true,
    entities: [{ uid: agency, attrs: relationAttributes(relation), parents: [] }, profileEntity(profile)],
  };
}

function reading(
  { profile, relation, releaseClass, caller, today }: ReadingQuestion,
  policies: CompiledPolicies,
): StatefulAuthorizationCall {
  const { agency, scopes, purpose, caseReference } = caller;
  // Named by its agency, so that an own policy may say `principal == Caller::"CN"` and mean it.
  const principal = { type: 'Caller', id: agency };
  return {
    principal,
    action: { type: 'Action', id: readAction(releaseClass) },
    resource: PROFILE,
    context: {
      today: day(today),
      ...(purpose === undefined ? {} : { purpose }),
      ...(caseReference === undefined ? {} : { caseReference }),
    },
    preparsedPolicySetId: policies.all,
    preparsedSchemaName: policies.schema,
    validateRequest: true,
    entities: [
      { uid: principal, attrs: { agency, scopes: [...scopes], ...relationAttributes(relation) }, parents: [] },
      profileEntity(profile),
    ],
  };
}

function profileEntity({ owner, tlp, handling, accessUntil }: Profile): EntityJson {
  return {
    uid: PROFILE,
    attrs: {
      owner,
      tlp: { __entity: { type: 'Tlp', id: tlp } },
      handling: { __entity: { type: 'Handling', id: handling } },
      ...(accessUntil === undefined ? {} : { accessUntil: day(accessUntil) }),
    },
    parents: [],
  };
}

function relationAttributes({ owner, inAudience, member }: Relation): Record<string, boolean> {
  return { owner, inAudience, member };
}

/** Cedar would take an instant too, and a last day would end in the middle of it. */
function day(text: string): CedarValueJson {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
    throw new DecisionFailure(`expected a day YYYY-MM-DD, got ${JSON.stringify(text)}`);
  return { __extn: { fn: 'datetime', arg: text } };
}
