// Whether a published SDL stays within what its participant owns (authorization.md, "A published SDL is untrusted").
import { type ParticipantName, type Published, type Rule, readPublished } from './published.ts';
import type { Refusal } from './refusal.ts';
import { caseFields } from './rules/case-fields.ts';
import { caseRights } from './rules/case-rights.ts';
import { caseType } from './rules/case-type.ts';
import { contractUnchanged } from './rules/contract-unchanged.ts';
import { declaredNames } from './rules/declared-names.ts';
import { declaredOnce } from './rules/declared-once.ts';
import { directivesAllowed } from './rules/directives-allowed.ts';
import { federationLink } from './rules/federation-link.ts';
import { knownReferences } from './rules/known-references.ts';
import { nationalTypesAlone } from './rules/national-types-alone.ts';
import { noDirectiveDefinitions } from './rules/no-directive-definitions.ts';
import { noSchemaDefinition } from './rules/no-schema-definition.ts';
import { rootFields } from './rules/root-fields.ts';
import { typeRights } from './rules/type-rights.ts';

/** One rule, one file, one test. */
export const RULES: readonly Rule[] = [
  noSchemaDefinition,
  federationLink,
  noDirectiveDefinitions,
  directivesAllowed,
  declaredNames,
  declaredOnce,
  rootFields,
  contractUnchanged,
  caseType,
  caseFields,
  caseRights,
  typeRights,
  nationalTypesAlone,
  knownReferences,
];

export type OwnershipCheck =
  | { readonly taken: true; readonly published: Published }
  | { readonly taken: false; readonly refusals: readonly Refusal[] };

export function checkOwnership(participant: ParticipantName, sdl: string): OwnershipCheck {
  const published = readPublished(participant, sdl);
  if ('rule' in published) return { taken: false, refusals: [published] };
  const refusals = RULES.flatMap((rule) => rule(published));
  return refusals.length === 0 ? { taken: true, published } : { taken: false, refusals };
}
