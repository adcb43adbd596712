// Makes one case of the demonstration from its slot. The same slot makes the same case, whatever the others are.
import type { PhaseEntry } from '#schema/campaigns/campaign-file.ts';
import { phaseId } from '#schema/campaigns/campaign-file.ts';
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Flow } from '../flows/flows.ts';
import { type Random, random } from '../random/random.ts';
import { plusDays } from '../schedule/days.ts';
import type { Slot } from '../schedule/schedule.ts';
import { type Carriage, type Concealment, foundBy, hidden } from './carriage.ts';
import { conveyanceIdentifiers } from './identifiers.ts';
import { narrativeOf } from './narrative.ts';
import { nationalOf } from './national.ts';
import { outcomeOf } from './outcome.ts';
import { releaseOf } from './release.ts';
import { seizureOf } from './seizures.ts';
import { suspectsOf } from './suspects.ts';
import { countriesOf, fullRoute, minimalRoute, type Way, wayOf } from './way.ts';

export interface Setting {
  readonly campaign: string;
  readonly phase: PhaseEntry;
  /** Codes of the members that report. */
  readonly members: readonly string[];
  readonly flows: readonly Flow[];
  readonly carriage: Carriage;
}

/** Participant that sees the head of every case, but in an illustrative phase: the one that asks in the acceptance query. */
const SEES_ALL = 'VN';
const MINIMAL = 0.3;
const SEALED = 0.08;

export function makeCase(slot: Slot, setting: Setting): CaseRecordInput {
  const { campaign, phase, members, flows, carriage } = setting;
  const { reporter, kind, seizedOn, number } = slot;
  const id = `${reporter.code}-${campaign}${phase.number}-${padded(number, 6)}`;
  const chance = random(id);
  const full = !chance.chance(MINIMAL);
  const way = wayOf(slot, flows, carriage, chance);
  const hows = way.goods.map((good) => hidden(carriage, good, way.mode, chance));
  const year = seizedOn.slice(0, 4);
  const head = {
    id,
    reference: reporter.reference.replace('{year}', year).replace('{seq}', padded(number, 5)),
    phase: phaseId(campaign, phase.number),
    kind,
    seizedIn: seizedOn.slice(0, 7),
    reportedAt: reportedAt(seizedOn, full, chance),
    seizures: way.goods
      .slice(0, full ? 2 : 1)
      .map((good, index) => seizureOf(good, hows[index] ?? 'OTHER', seizedOn, reporter, full, chance)),
    release: releaseOf(
      { owner: reporter.code, members, seizedOn, seesAll: phase.illustrative ? undefined : SEES_ALL },
      chance,
    ),
  };
  if (!full) return { ...head, form: 'MINIMAL', route: minimalRoute(way), conveyance: { mode: way.mode } };
  return { ...head, form: 'FULL', seizedOn, ...fullBody(slot, way, hows, setting, chance) };
}

function fullBody(
  slot: Slot,
  way: Way,
  hows: readonly Concealment[],
  { phase, carriage }: Setting,
  chance: Random,
): Partial<CaseRecordInput> {
  const [good] = way.goods;
  const [how] = hows;
  if (good === undefined || how === undefined) throw new Error('expected a case to carry something, got no goods');
  const open = phase.endsOn === undefined;
  const found = foundBy(carriage, way.mode, chance);
  const suspects = suspectsOf(way.mode, countriesOf(way), slot.seizedOn, chance);
  const told = { good, how, found, at: way.seizedAt, destination: way.destination, suspects };
  const identifiers = conveyanceIdentifiers(way.mode, how, way.seizedAt, slot.reporter, chance);
  const national = nationalOf(slot, way, chance);
  return {
    route: fullRoute(way),
    conveyance: { mode: way.mode, ...(identifiers.length > 0 ? { identifiers } : {}) },
    concealment: { method: how },
    detection: { method: found },
    ...(chance.chance(0.7) ? { narrative: narrativeOf(told, chance) } : {}),
    ...(suspects.length > 0 ? { suspects } : {}),
    outcome: outcomeOf(good, suspects.length, open, chance),
    ...(chance.chance(SEALED) ? { sealed: sealedOf(open, chance) } : {}),
    ...(national === undefined || Object.keys(national).length === 0 ? {} : { national }),
  };
}

function sealedOf(open: boolean, chance: Random): NonNullable<CaseRecordInput['sealed']> {
  return {
    officer: `Test Officer ${chance.fill('####')}`,
    ...(chance.chance(0.4) ? { informant: `Test Informant ${chance.fill('###')}` } : {}),
    ongoingOperation: open && chance.chance(0.5),
    controlledDelivery: chance.chance(0.2),
  };
}

/** Days after the seizure, at an hour of the morning: a full record soon, a minimal one with the month's return. */
function reportedAt(seizedOn: string, full: boolean, chance: Random): string {
  const day = plusDays(seizedOn, full ? chance.integer(0, 6) : chance.integer(2, 12));
  return `${day}T${padded(chance.integer(1, 9), 2)}:${padded(chance.integer(0, 59), 2)}:00Z`;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
