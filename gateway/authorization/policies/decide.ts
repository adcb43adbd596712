// Which labels of `@policy` a caller meets in this request. Only `allow` allows: whatever goes wrong denies.
import { statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Policies } from './load.ts';

/** What policies see of a caller. Verified, never as the client merely sent it. */
export interface PolicyRequest {
  /** Subject of the token, with its issuer where subjects of several may meet; empty for an anonymous caller. */
  readonly subject: string;
  /** Code of the participant that the caller acts for; empty for an anonymous caller. */
  readonly agency: string;
  /** Effective scopes. */
  readonly scopes: ReadonlySet<string>;
  /** Stated with the request, and one that the token may state. */
  readonly purpose?: string | undefined;
  readonly caseReference?: string | undefined;
}

export interface LabelDecisions {
  readonly allowed: ReadonlySet<string>;
  /** Faults of the engine, for the log: each denied its label. */
  readonly failures: readonly { readonly label: string; readonly message: string }[];
}

const NOTHING: LabelDecisions = { allowed: new Set(), failures: [] };

/** Decides all labels of a request at once. A decision is remembered, a failure is not. */
export function decideLabels(policies: Policies, labels: readonly string[], request: PolicyRequest): LabelDecisions {
  if (labels.length === 0) return NOTHING;
  const asked = call(policies, request);
  const prefix = JSON.stringify([asked.principal.id, asked.entities[0]?.attrs, asked.context]);
  const allowed = new Set<string>();
  const failures: { label: string; message: string }[] = [];
  for (const label of labels) {
    try {
      const decide = () => decideLabel({ ...asked, resource: { type: 'Policy', id: label } });
      if (policies.decisions.getOrMake(`${prefix}${label}`, decide)) allowed.add(label);
    } catch (error) {
      failures.push({ label, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { allowed, failures };
}

function call(policies: Policies, { subject, agency, scopes, purpose, caseReference }: PolicyRequest) {
  const principal = { type: 'Caller', id: subject };
  return {
    principal,
    action: { type: 'Action', id: 'policy' },
    context: {
      ...(purpose === undefined ? {} : { purpose }),
      ...(caseReference === undefined ? {} : { caseReference }),
    },
    entities: [{ uid: principal, attrs: { agency, scopes: [...scopes].toSorted() }, parents: [] }],
    preparsedSchemaName: policies.schema,
    preparsedPolicySetId: policies.set,
    validateRequest: true,
  };
}

function decideLabel(asked: Parameters<typeof statefulIsAuthorized>[0]): boolean {
  const answer = statefulIsAuthorized(asked);
  if (answer.type === 'failure') throw new Error(answer.errors.map((each) => each.message).join('\n'));
  // A policy that cannot be evaluated counts for nothing in Cedar, even one that forbids: then nothing is allowed.
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(diagnostics.errors.map((each) => each.error.message).join('\n'));
  return decision === 'allow';
}
