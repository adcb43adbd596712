// From roster and published SDLs to a supergraph. Pure, and slow (about a second): the gateway runs it in a worker.
import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';
import { contract, subgraphSdl } from '#schema/build/contract.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { type ReportingParticipant, type Roster, subgraphName } from '#schema/roster/roster.ts';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { checkHub } from './ownership/check-hub.ts';
import { checkOwnership } from './ownership/check-ownership.ts';
import { completeSdl, missingFrom, objectTypes } from './ownership/complete.ts';
import type { Refusal } from './ownership/refusal.ts';
import { routingUrlFault } from './routing-url.ts';
import { stripSecurity } from './strip-security.ts';

/** Subgraph that the gateway itself answers. A participant's code has no hyphen, so none can take the name. */
export const VIEWER = 'gateway-viewer';
/** URL of what is not called over the network. */
export const NOWHERE = 'local:none';
/** Stands for a subgraph in a refusal of all of them together. */
const TOGETHER = 'supergraph';

export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  /** Whether the gateway has a certificate to show there. */
  readonly tls?: boolean;
  /** Text of the published SDL; undefined where the file cannot be read. */
  readonly sdl: string | undefined;
  /** The last that was taken, for where `sdl` is refused. */
  readonly lastGood?: string | undefined;
}

export interface SupergraphInput {
  readonly roster: Roster;
  /** As in `supergraph.yaml`, the hub among them. */
  readonly subgraphs: readonly SubgraphSource[];
  /** False: what is national of every participant is left out, and said to be. Default true. */
  readonly nationals?: boolean;
}

/** One subgraph of the supergraph, and how it is reached. */
export interface SubgraphRoute {
  readonly name: string;
  /** Code of the participant whose subgraph it is. */
  readonly participant?: string;
  /** Undefined: not called. Its SDL was refused or is not there, and its part is the contract's alone. */
  readonly url?: string;
  /** Published SDL that was taken, and what of the contract it lacks. */
  readonly published?: PublishedPart;
}

export interface PublishedPart {
  readonly sdl: string;
  /** Names of types, and `Type.field`. */
  readonly missing: readonly string[];
  /** The object types that its answers may name. */
  readonly objectTypes: readonly string[];
  /** What is national was left out: the SDL is not known to be good. */
  readonly reduced?: boolean;
}

export interface ComposedSupergraph {
  /** With the security directives: where requirements are read. */
  readonly sdl: string;
  /** Without: what `@apollo/gateway` starts with. */
  readonly stripped: string;
  /** How many times a type or field carries a right. */
  readonly rights: number;
  readonly routes: readonly SubgraphRoute[];
  /** What was not taken; its participant goes on with its last good SDL, or is not called. */
  readonly refusals: readonly Refusal[];
}

export type Composition = ComposedSupergraph | { readonly sdl: undefined; readonly refusals: readonly Refusal[] };

/** What composing yields. `reducible`: something national is in it that may be what failed. */
type Attempt = Composition & { readonly reducible: boolean };

/**
 * Checks every SDL, completes it and composes. Never throws for what a file says. Where each SDL is good and all of them
 * together are not, none is known to be the fault: then once more without anything national.
 */
export function composeSupergraph(input: SupergraphInput): Composition {
  const { reducible, ...composition } = attempt(input);
  if (composition.sdl !== undefined || !reducible) return composition;
  const { reducible: _, ...reduced } = attempt({ ...input, nationals: false });
  const together = composition.refusals.filter(({ subgraph }) => subgraph === TOGETHER);
  return { ...reduced, refusals: [...together, ...reduced.refusals] };
}

function attempt({ roster, subgraphs, nationals = true }: SupergraphInput): Attempt {
  const refusals: Refusal[] = [];
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph]));
  const hub = takeHub(roster, byName.get(HUB), refusals);
  if (!hub) return { sdl: undefined, refusals, reducible: false };

  const routes: SubgraphRoute[] = [
    { name: HUB, url: hub.url, published: { sdl: hub.published, missing: [], objectTypes: [] } },
  ];
  const services = [service(HUB, hub.sdl, hub.url), service(VIEWER, subgraphSdl(contract('viewer')))];
  routes.push({ name: VIEWER });
  let reducible = false;
  for (const participant of hub.heads) {
    const name = subgraphName(participant.code);
    const taken = name === HUB ? undefined : takeParticipant(participant, byName.get(name), refusals, nationals);
    if (name === HUB) {
      refusals.push(refusal(name, 'a participant whose code is not the hub\u2019s name', participant.code));
      continue;
    }
    // Without a part of its own the case type would lack the fields of Case, and nothing would compose.
    services.push(service(name, taken?.sdl ?? participantSdl(participant), taken?.url));
    reducible ||= nationals && taken !== undefined && taken.sdl !== participantSdl(participant);
    const { sdl: _, ...route } = taken ?? {};
    routes.push({ name, participant: participant.code, ...route });
  }
  refusals.push(...strangers(subgraphs, routes, roster));

  const composed = compose(services);
  if ('faults' in composed) {
    refusals.push(...composed.faults.map((fault) => refusal(TOGETHER, 'SDLs that compose', fault)));
    return { sdl: undefined, refusals, reducible };
  }
  try {
    const { sdl: stripped, applications } = stripSecurity(composed.sdl);
    return { sdl: composed.sdl, stripped, rights: applications, routes, refusals, reducible };
  } catch (error) {
    refusals.push(refusal(TOGETHER, 'a supergraph whose rights can be taken out', messageOf(error)));
    return { sdl: undefined, refusals, reducible };
  }
}

function takeHub(roster: Roster, source: SubgraphSource | undefined, refusals: Refusal[]) {
  const fault = source === undefined ? 'no such subgraph' : routingUrlFault(source.url, source.tls ?? false);
  if (source === undefined || fault !== undefined) {
    refusals.push(refusal(HUB, 'the hub in supergraph.yaml', fault ?? 'none'));
    return undefined;
  }
  for (const sdl of [source.sdl, source.lastGood]) {
    if (sdl === undefined) continue;
    const check = checkHub(roster, sdl);
    if (check.taken) return { ...check, published: sdl, url: source.url };
    refusals.push(...check.refusals);
  }
  if (source.sdl === undefined) refusals.push(refusal(HUB, 'a readable SDL file', 'none'));
  return undefined;
}

/** A participant's part, or nothing where it is to be the contract's alone. */
function takeParticipant(
  participant: ReportingParticipant,
  source: SubgraphSource | undefined,
  refusals: Refusal[],
  nationals: boolean,
) {
  if (!source) return undefined;
  const fault = routingUrlFault(source.url, source.tls ?? false);
  if (fault !== undefined) {
    refusals.push(refusal(source.name, 'a routing URL that may be called', fault));
    return undefined;
  }
  if (source.sdl === undefined) refusals.push(refusal(source.name, 'a readable SDL file', 'none'));
  for (const text of new Set([source.sdl, source.lastGood])) {
    if (text === undefined) continue;
    let taken: TakenSdl;
    try {
      taken = takeSdl(participant, source.name, text, nationals);
    } catch (error) {
      // Whatever an SDL makes go wrong here costs its own participant, and nobody else.
      taken = { refusals: [refusal(source.name, 'an SDL that can be checked', messageOf(error))] };
    }
    refusals.push(...taken.refusals);
    if ('published' in taken) return { sdl: taken.sdl, url: source.url, published: taken.published };
  }
  return undefined;
}

type TakenSdl =
  | { readonly refusals: readonly Refusal[] }
  | { readonly refusals: readonly Refusal[]; readonly sdl: string; readonly published: PublishedPart };

function takeSdl(participant: ReportingParticipant, name: string, text: string, nationals: boolean): TakenSdl {
  const check = checkOwnership(participant, text);
  if (!check.taken) return check;
  const { published } = check;
  const whole = completeSdl(published);
  const sdl = nationals ? whole : completeSdl(published, false);
  const faults = composesAlone(participant, sdl);
  if (faults.length > 0)
    return { refusals: faults.map((each) => refusal(name, 'an SDL that composes with the hub', each)) };
  const part = { sdl: text, missing: missingFrom(published), objectTypes: objectTypes(published) };
  if (sdl === whole) return { refusals: [], sdl, published: part };
  const left = refusal(name, 'SDLs that compose and load together', 'some that do not: its national part is left out');
  return { refusals: [left], sdl, published: { ...part, reduced: true } };
}

/** A fault in what is national must be known for its participant's, or it would stop the composition of all. */
function composesAlone(participant: ReportingParticipant, sdl: string): readonly string[] {
  if (sdl === participantSdl(participant)) return [];
  const trial = compose([service(HUB, hubSdl({ participants: [participant] })), service('participant', sdl)]);
  return 'faults' in trial ? trial.faults : [];
}

/** Subgraphs that nobody on the roster owns, or that own no cases, are left out. */
function strangers(subgraphs: readonly SubgraphSource[], routes: readonly SubgraphRoute[], roster: Roster): Refusal[] {
  const known = new Set(routes.filter(({ name }) => name !== VIEWER).map(({ name }) => name));
  const rostered = new Set(roster.participants.filter((each) => each.caseType).map((each) => subgraphName(each.code)));
  return subgraphs
    .filter(({ name }) => !known.has(name))
    .map(({ name }) =>
      rostered.has(name)
        ? refusal(name, 'a participant whose head the hub serves', 'one that the hub does not know yet')
        : refusal(name, 'a participant on the roster that reports cases', 'none of that name'),
    );
}

interface Service {
  name: string;
  url: string;
  typeDefs: DocumentNode;
}

function service(name: string, sdl: string, url = NOWHERE): Service {
  return { name, url, typeDefs: parse(sdl, { noLocation: true }) };
}

function compose(services: Service[]): { sdl: string } | { faults: readonly string[] } {
  try {
    const result = composeServices(services);
    return result.errors ? { faults: result.errors.map((error) => error.message) } : { sdl: result.supergraphSdl };
  } catch (error) {
    return { faults: [messageOf(error)] };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refusal(subgraph: string, expected: string, got: string): Refusal {
  return { rule: 'compose', subgraph, coordinate: 'schema', expected, got };
}
