// Caller's rights: who may read which field. Read the requirements of a schema once, make a filter of them, and give
// every operation to it before planning.
export { ANONYMOUS, type Caller } from './caller.ts';
export { type DenialReason, labelsToRead, mayRead, type Readability } from './may-read.ts';
export { EACH, UNAUTHORIZED } from './operation/denials.ts';
export {
  createFilter,
  type FilteredOperation,
  type FilterOptions,
  filterOperation,
  type OperationFilter,
} from './operation/filter.ts';
export type { PreparedOperation } from './operation/prepare.ts';
export { TYPE_KEY } from './operation/rewrite.ts';
export { decisionVector } from './operation/rights.ts';
export { decideLabels, type LabelDecisions, type PolicyRequest } from './policies/decide.ts';
export { type FollowedPolicies, followPolicies } from './policies/follow.ts';
export { loadPolicies, type Policies, PoliciesError } from './policies/load.ts';
export type { Variables } from './requirements/guards.ts';
export { readRequirements } from './requirements/read.ts';
export { RequirementsError } from './requirements/requirements-error.ts';
export type { SchemaRequirements } from './requirements/schema-requirements.ts';
export { GUARDS_IDENTITY } from './requirements/security.ts';
export { type AskedOperation, type Requester, type SchemaRights, schemaRights } from './schema-rights.ts';
