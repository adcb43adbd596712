// Every rule of the table is there for something: with any of it taken out or loosened, some cell answers otherwise.
import { type PolicyJson, policyToText } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { RELEASE_CLASSES } from '#schema/release/classes.ts';
import { releaseTable } from '#schema/release/policies.ts';
import { ReleasePolicyError } from '#subgraphs/kit/decision/fault.ts';
import { type NamedPolicy, parsePolicies } from '#subgraphs/kit/decision/parse.ts';
import { asker, engineWithTable, Log } from './asking.ts';
import { type Cell, cellsOf, expected } from './cells.ts';

const policies = parsePolicies(releaseTable());

/** What a policy is about: its name begins with it. */
function askedBy({ name }: NamedPolicy): Cell['asked'] {
  const [subject] = name.split('.');
  const asked = { existence: 'know', N0: 'N0', N1: 'N1', N2: 'N2', P1: 'P1', audience: 'AUDIENCE' } as const;
  if (subject === undefined || !Object.hasOwn(asked, subject)) throw new Error(`expected a known subject, got ${name}`);
  return asked[subject as keyof typeof asked];
}

/** The table with one policy put in another's place, or left out. */
function tableWith(policy: NamedPolicy, instead: string): string {
  return policies.map((each) => (each === policy ? instead : each.text)).join('\n');
}

function isRefused(table: string): boolean {
  try {
    engineWithTable(table);
    return false;
  } catch (error) {
    if (error instanceof ReleasePolicyError) return true;
    throw error;
  }
}

/** All cells of a class in strides, so that neighbours, which mostly answer alike, are far from each other. */
function scattered(asked: Cell['asked']): Cell[] {
  const cells = [...cellsOf(asked)];
  return cells.map((cell, index) => cells[(index * 1_009) % cells.length] ?? cell);
}

/** Whether some cell tells the table from the right one. Where Cedar refuses it at start, that tells it too. */
function isTold(table: string, asked: Cell['asked'], cells: Iterable<Cell> = scattered(asked)): boolean {
  if (isRefused(table)) return true;
  const ask = asker((today) => engineWithTable(table, { today, logger: new Log() }));
  for (const cell of cells) if (ask(cell) !== expected(cell)) return true;
  return false;
}

/** All ways to take one thing out of an expression: a side of `&&` or `||`, an element of a set, equality of a bound. */
function* weakened(node: unknown): Generator {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '&&' || key === '||') {
      yield value.left;
      yield value.right;
    }
    if (key === '>') yield { '>=': value };
    if (key === 'Set') for (const index of value.keys()) yield { Set: value.toSpliced(index, 1) };
    for (const instead of weakened(value))
      yield Array.isArray(node) ? node.with(Number(key), instead) : { ...node, [key]: instead };
  }
}

function mutants({ json }: NamedPolicy): PolicyJson[] {
  const clauses = json.conditions.map((_, index) => json.conditions.toSpliced(index, 1));
  const bodies = [...weakened(json.conditions)] as PolicyJson['conditions'][];
  return [...clauses, ...bodies].map((conditions) => ({ ...json, conditions }));
}

function text(policy: PolicyJson): string {
  const answer = policyToText(policy);
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join());
  return answer.text;
}

describe('the release table', () => {
  it('has rules', () => {
    expect(policies.map(({ name }) => name)).toHaveLength(16);
    expect(policies.flatMap(mutants).length).toBeGreaterThan(50);
  });

  it('is not told from itself', () => {
    const printed = policies.map(({ json }) => text(json)).join('\n');
    for (const asked of ['know', ...RELEASE_CLASSES] as const) {
      const sample = [...cellsOf(asked)].filter((_, index) => index % 7 === 0);
      expect(isTold(printed, asked, sample)).toBe(false);
    }
  });

  it('is loosened in ways that Cedar takes, but for an attribute read without asking whether it is there', () => {
    const refused = policies.flatMap((policy) =>
      mutants(policy)
        .map(text)
        .filter((instead) => isRefused(tableWith(policy, instead))),
    );
    expect(refused).toHaveLength(5);
    for (const each of refused) expect(each).not.toContain('resource has accessUntil');
  });

  it.each(policies.map((policy) => [policy.name, policy] as const))('is another without %s', (_, policy) => {
    expect(isTold(tableWith(policy, ''), askedBy(policy))).toBe(true);
  });

  it.each(policies.map((policy) => [policy.name, policy] as const))('is another with %s loosened', (_, policy) => {
    const untold = mutants(policy)
      .map(text)
      .filter((instead) => !isTold(tableWith(policy, instead), askedBy(policy)));
    expect(untold).toEqual([]);
  });
});
