// The filtered answer is the full answer with what is denied nulled, whatever the schema, the rights and the operation.
// RIGHTS_RUNS sets how many cases are tried (default 2,000), RIGHTS_SEED which: the same each time unless
// told, so that a red run is of the change.
import { assert, asyncProperty, integer, pre, uint8Array } from 'fast-check';
import { buildSchema, type GraphQLSchema, Kind, parse, print, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { describe, expect, it } from 'vitest';
import { filterOperation, readRequirements, TYPE_KEY } from '#gateway/authorization/index.ts';
import { Draw, drawCaller, drawModel, supergraphOf } from './random-model.ts';
import { drawVariables, OperationDraw } from './random-operation.ts';
import { Reference, run } from './reference.ts';

const RUNS = Number(process.env.RIGHTS_RUNS ?? 2_000);
const SEED = Number(process.env.RIGHTS_SEED ?? 20_261_122);

const counted = { cases: 0, changed: 0, split: 0 };

/** Aliases and arguments may clash: where they do, the operation goes without. */
function validOperation(schema: GraphQLSchema, text: string) {
  const plain = text.replaceAll(/\b(x|y|constructor|toString): /g, '');
  for (const candidate of [text, plain, plain.replaceAll(/\(where: .*?\)/g, '')]) {
    const document = parse(candidate, { noLocation: true });
    const errors = validate(schema, document);
    if (errors.every((error) => error.message.includes('is never used'))) return document;
  }
  return undefined;
}

async function check(bytes: Uint8Array, seed: number): Promise<void> {
  const draw = new Draw(bytes);
  const model = drawModel(draw);
  const sdl = supergraphOf(model);
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  const requirements = readRequirements(sdl);
  const caller = drawCaller(draw, model);
  const given = drawVariables(draw);
  const document = validOperation(schema, new OperationDraw(draw, model).text());
  if (!document) return pre(false);
  counted.cases += 1;
  const before = print(document);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], given);
  expect(coerced).toBeDefined();

  const filtered = filterOperation({ schema, requirements, document, variables: coerced ?? {}, caller });
  expect(print(document)).toBe(before);
  if (filtered.changed) counted.changed += 1;
  if (print(filtered.document).includes(TYPE_KEY)) counted.split += 1;

  // On a large operation graphql's own rule gives up with `Validation aborted.`, which says nothing.
  const harmless = ['is never used', 'Validation aborted.'];
  const faults = validate(schema, filtered.document).filter(
    ({ message }) => !harmless.some((each) => message.includes(each)),
  );
  expect(faults).toEqual([]);

  const reference = new Reference(model, caller);
  const full = await run(schema, document, given, seed, reference);
  const lean = await run(schema, filtered.document, given, seed);
  const answer = filtered.reshape(lean.result.data);
  expect(JSON.stringify(answer)).toBe(JSON.stringify(full.result.data));

  for (const { type, field, args } of lean.resolved) {
    const allowed = reference.shows(type, field) && reference.showsArguments(args);
    expect(allowed, `${type}.${field} was asked for`).toBe(true);
  }
  const told = filtered.errors.map((error) => error.path?.join('.') ?? '');
  expect(new Set(told).size).toBe(told.length);
  for (const path of full.refused) expect(told).toContain(path);
}

describe('a filtered operation', () => {
  it('answers as the whole one with what is denied nulled, and asks for nothing that is denied', {
    timeout: 3_600_000,
  }, async () => {
    await assert(asyncProperty(uint8Array({ minLength: 250, maxLength: 600, size: 'max' }), integer(), check), {
      numRuns: RUNS,
      seed: SEED,
    });
    if (RUNS >= 1_000) {
      // The cases are worth something only if most of them deny and many split by type.
      expect(counted.cases).toBeGreaterThan(RUNS / 2);
      expect(counted.changed).toBeGreaterThan(counted.cases / 3);
      expect(counted.split).toBeGreaterThan(counted.cases / 10);
    }
    if (RUNS > 2_000) console.info(JSON.stringify(counted));
  });
});
