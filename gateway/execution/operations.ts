// Executes operations over one supergraph: normal form, plan, run. Plans are kept, by the text of what is planned; a
// document that was seen is not looked at again.
import { hash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, Kind } from 'graphql';
import { BoundedCache } from '../authorization/bounded-cache.ts';
import type { Metrics } from '../operations/metrics.ts';
import { conditionVariables, decided } from '../planning/conditions.ts';
import type { OtherLiterals } from '../planning/literal-value.ts';
import { plannedVariable } from '../planning/names.ts';
import { type NormalForm, normalForm } from '../planning/normal-form.ts';
import type { PreparedSupergraph } from '../planning/prepare-supergraph.ts';
import type { WholePlan } from '../planning/whole-plan.ts';
import { type CompiledOperation, compileOperation, type OperationAnswer } from './compiled-operation.ts';
import type { Form } from './form.ts';
import type { CallSubgraph } from './plan/run.ts';
import { planCache } from './plan-cache.ts';

export interface Operations {
  /**
   * @param document validated against the schema; one operation, and no more of it than the caller may read.
   * @param variables as they were sent, found to fit.
   * @param asker see `PlanningThread.plan`.
   * @param others in the place of literals of the document, found to fit.
   * @throws PlanningRefused; Error where the operation cannot be planned whole, or the gateway itself is at fault. Subgraphs never are.
   */
  execute<Context, Formed>(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
    call: CallSubgraph<Context>,
    form: Form<Formed>,
    asker: string,
    others?: OtherLiterals,
  ): Promise<OperationAnswer<Formed>>;
  /**
   * What makes the plans that the document can take, each says whether there was none before: one for each choice of what
   * is included, where there are few. A step throws as `execute`.
   */
  plans(document: DocumentNode): (() => Promise<boolean>)[];
  /** Whether more may be planned ahead: see `PlanCache`. */
  hasRoom(): boolean;
}

export interface OperationsOptions {
  readonly supergraph: Pick<PreparedSupergraph, 'naming' | 'required' | 'types'>;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly metrics: Pick<Metrics, 'planLookups' | 'plansHeld'>;
  /** Of the same supergraph. */
  readonly plan: (text: string, asker: string) => WholePlan | Promise<WholePlan>;
}

/** Choices of what is included, of one document. */
const FORMS = 64;
/** Variables that decide what is included, where every choice is planned ahead. */
const MOST_CHOICES = 3;

/** Who asks for what is planned before anybody asks for it. */
const AHEAD = '';

/** A variable of the client's operation, and what it is called in what is planned. */
type Named = readonly [sent: string, planned: string];

interface Known {
  /** Those that decide conditions, each with its default. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Those that the operation declares. */
  readonly declared: readonly Named[];
  /** By the values of those that decide conditions. */
  readonly forms: BoundedCache<{ readonly planKey: string; readonly form: NormalForm }>;
}

export function operations({ supergraph, schema, metrics, plan }: OperationsOptions): Operations {
  const compiled = planCache<CompiledOperation>(({ length }) => length, metrics);
  const known = new WeakMap<DocumentNode, Known>();

  const compile = async (form: NormalForm, asker: string): Promise<CompiledOperation> =>
    compileOperation(form, await plan(form.key, asker), supergraph, schema);
  const knownOf = (document: DocumentNode): Known => {
    let found = known.get(document);
    if (!found) {
      found = {
        variables: conditionVariables(document),
        declared: declaredVariables(document),
        forms: new BoundedCache(FORMS),
      };
      known.set(document, found);
    }
    return found;
  };
  const formOf = (document: DocumentNode, variables: Readonly<Record<string, unknown>>) => {
    const { variables: deciding, declared, forms } = knownOf(document);
    const conditions = decided(deciding, variables);
    const held = forms.getOrMake([...conditions.values()].join(' '), () => {
      const form = normalForm(document, schema, supergraph.naming, conditions);
      return { planKey: hash('sha256', form.key, 'base64'), form };
    });
    return { ...held, declared };
  };

  return {
    async execute(document, variables, context, call, form, asker, others) {
      const { planKey, form: normal, declared } = formOf(document, variables);
      const literals = others === undefined ? normal.literals : normal.literalsWith(others);
      const held = compiled.getOrMake(planKey, () => compile(normal, asker));
      // What is there is not waited for.
      const operation = held instanceof Promise ? await held : held;
      return operation.run(planned(variables, declared, literals), context, call, form);
    },
    hasRoom: () => compiled.hasRoom(),
    plans(document) {
      const names = [...knownOf(document).variables.keys()];
      const choices = names.length > MOST_CHOICES ? [{}] : choicesOf(names);
      return choices.map((variables) => async () => {
        const { planKey, form } = formOf(document, variables);
        let made = false;
        await compiled.getOrMake(planKey, () => {
          made = true;
          return compile(form, AHEAD);
        });
        return made;
      });
    },
  };
}

/** Every choice of true and false. */
function choicesOf(names: readonly string[]): Record<string, boolean>[] {
  return names.reduce<Record<string, boolean>[]>(
    (choices, name) => choices.flatMap((each) => [true, false].map((value) => ({ ...each, [name]: value }))),
    [{}],
  );
}

function declaredVariables({ definitions }: DocumentNode): readonly Named[] {
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return (operation?.variableDefinitions ?? []).map(({ variable: { name } }) => [
    name.value,
    plannedVariable(name.value),
  ]);
}

/**
 * Of what was sent, only what the operation declares: another name may be that of a literal, and the client's value would
 * be sent in its place, past rights and bounds. Without a prototype: `$constructor` is what was sent, or nothing.
 */
function planned(
  variables: Readonly<Record<string, unknown>>,
  declared: readonly Named[],
  literals: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const named: Record<string, unknown> = Object.assign(Object.create(null), literals);
  for (const [sent, name] of declared) if (Object.hasOwn(variables, sent)) named[name] = variables[sent];
  return named;
}
