// One fetch of a plan: what it sends, and how its answer is taken.
import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, parse } from 'graphql';
import type { Member } from '../../planning/alike/family.ts';
import type { PreparedSupergraph } from '../../planning/prepare-supergraph.ts';
import type { TypeGraph } from '../../planning/type-graph.ts';
import { type AskedOfFetch, askedOf } from './asked.ts';
import { type Data, isData, own } from './data.ts';
import { Merge } from './merge.ts';
import { type Origins, wasSent } from './origins.ts';
import { type Representations, representations } from './representations.ts';
import type { Representatives } from './representatives.ts';
import type { Run, Step } from './run.ts';
import { splitFetch } from './split.ts';
import type { Targets } from './targets.ts';
import { wireOf } from './wire.ts';
import type { Writers } from './writers.ts';

type Supergraph = Pick<PreparedSupergraph, 'required' | 'types'>;

/** What a fetch is part of. */
export interface Within {
  readonly writers: Writers;
  /** Told what is asked here of whom. */
  readonly origins: Origins;
  /** Where the objects of the fetch stand in the data. */
  readonly path: readonly (string | number)[];
  /** Undefined where no member of the plan stands for others. */
  readonly alike: Representatives | undefined;
}

export function compileFetch(node: FetchNode, { required, types }: Supergraph, within: Within): Step {
  const { writers, origins, path, alike } = within;
  const { serviceName: subgraph, requires } = node;
  if (node.contextRewrites?.length) throw new Error('expected a plan without @fromContext, got one');
  const document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
  const variables = node.variableUsages ?? [];
  const asked = (of: DocumentNode, entities: readonly string[] | undefined) => {
    const writer = writers.add(path, entities, of, (node.outputRewrites ?? []).length > 0);
    const found = askedOf(of, node.outputRewrites, types, (place) => writers.isAlone(writer, place));
    return alike?.asked(found) ?? found;
  };
  const wire = (of: DocumentNode) => wireOf(of, required.synthetic, of === document ? node.operation : undefined);
  const request = (of: DocumentNode, entities: readonly string[] | undefined) => ({
    subgraph,
    types,
    variables,
    text: alike?.textForAll(wire(of)) ?? wire(of).text,
    asked: asked(of, entities),
  });
  if (!requires) {
    const root = request(document, undefined);
    origins.add(path, () => ({ subgraph, asked: root.asked.root }));
    return rootStep(root);
  }
  const parts = splitFetch(subgraph, { document, requires }, required).map((part) => ({
    document: part.document,
    sent: representations(part.requires, node.inputRewrites, types, required.synthetic),
  }));
  const members = alike?.membersOf(subgraph);
  if (!alike || !members)
    return together(
      parts.map((part) => {
        const made = request(part.document, part.sent.types);
        const sent = alike?.sent(part.sent) ?? part.sent;
        origins.add(path, (object) =>
          wasSent(object, sent) ? { subgraph, asked: made.asked.entity(String(object.__typename)) } : undefined,
        );
        return entityStep(made, sent);
      }),
    );
  const shared = parts.map((part) => ({
    text: alike.template(subgraph, wire(part.document)),
    asked: asked(part.document, part.sent.types),
    sent: part.sent,
  }));
  for (const { asked: of, sent } of shared)
    origins.add(path, (object) => {
      const type = String(object.__typename);
      const member = alike.owner(type, members);
      if (!member || !wasSent(object, alike.sent(sent, member))) return undefined;
      return { subgraph: member.subgraph, asked: of.entity(type) };
    });
  return memberStep(members, alike, (member) =>
    together(
      shared.map((part) =>
        entityStep(
          { subgraph: member.subgraph, types, variables, text: part.text.for(member), asked: part.asked },
          alike.sent(part.sent, member),
        ),
      ),
    ),
  );
}

function together(steps: readonly Step[]): Step {
  const [only] = steps;
  if (only && steps.length === 1) return only;
  return async (run, targets) => {
    await Promise.all(steps.map((step) => step(run, targets)));
  };
}

/** Steps of those members only whose objects are there, each made when it is first needed. */
function memberStep(members: readonly Member[], alike: Representatives, make: (member: Member) => Step): Step {
  const made = new Map<Member, Step>();
  return async (run, targets) => {
    const present = new Set<Member>();
    for (const type of targets.byType().keys()) {
      const member = alike.owner(type, members);
      if (member) present.add(member);
    }
    const running = [...present].map((member) => {
      const step = made.get(member) ?? make(member);
      made.set(member, step);
      return step(run, targets);
    });
    await Promise.all(running);
  };
}

interface Request {
  readonly subgraph: string;
  readonly types: TypeGraph;
  /** Names of the variables that it uses. */
  readonly variables: readonly string[];
  readonly text: string;
  readonly asked: AskedOfFetch;
}

function rootStep({ subgraph, types, variables, text, asked }: Request): Step {
  return async (run, { list }) => {
    if (list.length === 0) return;
    const answer = await run.call(subgraph, text, used(run, variables));
    if (!answer) return;
    const merge = new Merge(subgraph, types);
    for (const target of list) merge.object(answer, asked.root, target);
    if (merge.flawed) run.flawed(subgraph);
  };
}

function entityStep({ subgraph, types, variables, text, asked }: Request, sent: Representations): Step {
  return async (run, targets) => {
    const batch = batchOf(targets, sent);
    if (batch.representations.length > 0) await send(run, batch);
  };

  async function send(run: Run, batch: Batch): Promise<void> {
    const given = used(run, variables);
    given.representations = batch.representations;
    const answer = await run.call(subgraph, text, given);
    if (!answer) return;
    const entities = own(answer, '_entities');
    if (!Array.isArray(entities) || entities.length !== batch.representations.length) {
      run.flawed(subgraph);
      return;
    }
    const merge = new Merge(subgraph, types);
    for (const [index, entity] of entities.entries()) {
      if (entity === null) continue;
      const type = String(batch.representations[index]?.__typename);
      if (!isData(entity) || !isOf(entity, type)) merge.flawed = true;
      else for (const target of batch.targets[index] ?? []) merge.object(entity, asked.entity(type), target);
    }
    if (merge.flawed) run.flawed(subgraph);
  }

  /** Of the type that was asked for, or of none: what one participant owns never becomes another's. */
  function isOf(entity: Data, type: string): boolean {
    const named = own(entity, '__typename');
    return named === undefined || named === type || (typeof named === 'string' && types.isOfType(named, type));
  }
}

interface Batch {
  readonly representations: readonly Data[];
  /** For each representation the objects that it stands for. */
  readonly targets: readonly Data[][];
}

/** Each entity is asked for once, however often it stands in the data. */
function batchOf(targets: Targets, sent: Representations): Batch {
  const batch = { representations: [] as Data[], targets: [] as Data[][] };
  const known = new Map<string, Data[]>();
  const byType = targets.byType();
  for (const type of sent.types)
    for (const target of byType.get(type) ?? []) {
      const representation = sent.of(target, type);
      if (!representation) continue;
      const key = JSON.stringify(representation);
      const same = known.get(key);
      if (same) {
        same.push(target);
        continue;
      }
      const first = [target];
      known.set(key, first);
      batch.representations.push(representation);
      batch.targets.push(first);
    }
  return batch;
}

function used(run: Run, names: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of names) {
    const value = run.variables[name];
    if (value !== undefined) given[name] = value;
  }
  return given;
}
