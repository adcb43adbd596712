// Every rule that an operation is validated by, whoever does it: Apollo Server, or the gateway itself for operations that it
// is told of before they are asked.
import { NoSchemaIntrospectionCustomRule, specifiedRules, type ValidationRule } from 'graphql';
import type { GatewayConfig } from '../config/read.ts';
import { conditionBudget } from './condition-budget.ts';
import { operationKinds } from './operation-kinds.ts';
import { reservedNames } from './reserved-names.ts';
import { selectionBudget } from './selection-budget.ts';

/** The gateway's own, which Apollo Server is given beside those that it has. */
export function ownRules(limits: GatewayConfig['limits']): ValidationRule[] {
  return [operationKinds, reservedNames, selectionBudget(limits), conditionBudget(limits)];
}

/** Those and the ones that Apollo Server has. */
export function allRules({ introspection, limits }: Pick<GatewayConfig, 'introspection' | 'limits'>): ValidationRule[] {
  return [...specifiedRules, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]), ...ownRules(limits)];
}
