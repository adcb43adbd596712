// A small campaign of which Thailand is hostile, and ways to write its SDL.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import type { ReportingParticipant } from '#schema/roster/roster.ts';

export function participant(code: string, caseType: string): ReportingParticipant {
  return { code, name: code, kind: 'CUSTOMS', caseType, publicKeys: [], illustrative: false };
}

export const TH = participant('TH', 'ThailandCustomsCase');
export const VN = participant('VN', 'VietnamCustomsCase');

/** What Thailand publishes when it means well, with `national` behind it. */
export function published(national = ''): string {
  return `${participantSdl(TH)}\n${national}`;
}

/** As `published`, after a replacement that must find its place. */
export function changed(from: string | RegExp, to: string | ((text: string) => string), national = ''): string {
  const sdl = published(national);
  const after = typeof to === 'string' ? sdl.replace(from, to) : sdl.replace(from, to);
  if (after === sdl) throw new Error(`expected the SDL to hold ${String(from)}`);
  return after;
}

/** As `changed`, within the definition of the case type. */
export function changedCase(from: string | RegExp, to: string, national = ''): string {
  const sdl = published(national);
  const at = sdl.indexOf('type ThailandCustomsCase');
  const after = sdl.slice(0, at) + sdl.slice(at).replace(from, to);
  if (after === sdl) throw new Error(`expected the case type to hold ${String(from)}`);
  return after;
}

/** `sdl` with more names imported from federation. */
export function importing(names: readonly string[], sdl: string): string {
  const after = sdl.replace('"@key"', ['"@key"', ...names.map((name) => JSON.stringify(name))].join(', '));
  if (after === sdl) throw new Error('expected the SDL to import @key');
  return after;
}

/** Errors of composing the campaign with Thailand's SDL as it is, unchecked. Empty: it composes without complaint. */
export function composedUnchecked(sdl: string): string[] {
  const { errors } = composeServices([
    service('campaign', hubSdl({ participants: [TH, VN] })),
    service('vn', participantSdl(VN)),
    service('th', sdl),
  ]);
  return errors?.map((error) => error.message) ?? [];
}

function service(name: string, sdl: string) {
  return { name, url: `http://127.0.0.1/${name}`, typeDefs: parse(sdl) };
}
