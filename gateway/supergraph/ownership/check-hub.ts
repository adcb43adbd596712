// The hub's SDL is ours, but a file: it must say what this gateway's contract says, with a head for participants that
// are on the roster. It may lack a head: the roster changes before the hub does.
import { Kind, parse } from 'graphql';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { type ReportingParticipant, type Roster, reportingParticipants } from '#schema/roster/roster.ts';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { canonical } from './canonical.ts';
import { type Refusal, refuser } from './refusal.ts';

const refuse = refuser('check-hub', HUB);

export type HubCheck =
  /** `heads`: the participants whose head the hub serves. */
  | { readonly taken: true; readonly heads: readonly ReportingParticipant[]; readonly sdl: string }
  | { readonly taken: false; readonly refusals: readonly Refusal[] };

export function checkHub(roster: Roster, sdl: string): HubCheck {
  let declared: Map<string, string>;
  try {
    declared = definitions(sdl);
  } catch (error) {
    return {
      taken: false,
      refusals: [refuse('schema', 'SDL', error instanceof Error ? error.message : String(error))],
    };
  }
  const heads = reportingParticipants(roster).filter((participant) => declared.has(participant.caseType));
  const ours = hubSdl({ participants: heads });
  const expected = definitions(ours);
  const refusals: Refusal[] = [];
  for (const [name, text] of expected) {
    const got = declared.get(name);
    if (got !== text) refusals.push(refuse(name, text, got ?? 'nothing'));
  }
  for (const [name, text] of declared)
    if (!expected.has(name))
      refusals.push(refuse(name, 'nothing of that name: the roster has no such case type', text));
  return refusals.length === 0 ? { taken: true, heads, sdl: ours } : { taken: false, refusals };
}

/** By name, what a definition says; a second one of the same name is kept apart. */
function definitions(sdl: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const node of parse(sdl, { noLocation: true, maxTokens: 200_000 }).definitions) {
    const name = 'name' in node && node.name ? node.name.value : 'schema';
    const own = node.kind.endsWith('Extension') && node.kind !== Kind.SCHEMA_EXTENSION ? `extend ${name}` : name;
    texts.set(texts.has(own) ? `${own} (again)` : own, canonical(node));
  }
  return texts;
}
