// The way of one case: a flow that touches the reporter's country, one place at each stop, and the stop of the seizure.
import type { CaseRecordInput, Place } from '../../kit/record/case-record.ts';
import type { Flow, Mode, Stop } from '../flows/flows.ts';
import type { Good } from '../goods/goods.ts';
import type { KnownPlace } from '../places/places.ts';
import type { Random } from '../random/random.ts';
import type { Reporter } from '../reporters/reporters.ts';
import type { Slot } from '../schedule/schedule.ts';
import { type Carriage, travels } from './carriage.ts';

type Route = NonNullable<CaseRecordInput['route']>;

export interface Way {
  /** What is carried; the case's kind is that of its first. */
  readonly goods: readonly Good[];
  readonly mode: Mode;
  readonly origin: KnownPlace;
  readonly before: readonly KnownPlace[];
  readonly seizedAt: KnownPlace;
  /** Undefined where the source did not know. */
  readonly destination: KnownPlace | undefined;
}

/** Share of the cases whose destination nobody found out. */
const UNKNOWN_DESTINATION = 0.06;
/** Share of the full drug and wildlife records with a second commodity. */
const SECOND = 0.08;

/** @throws RangeError where no flow of the kind touches the reporter's country. */
export function wayOf(
  { reporter, kind, seizedOn }: Slot,
  flows: readonly Flow[],
  carriage: Carriage,
  chance: Random,
): Way {
  const touching = flows.filter(
    (flow) =>
      flow.kind === kind &&
      (flow.from === undefined || flow.from <= seizedOn) &&
      flow.stops.some((stop) => inCountry(stop, reporter).length > 0),
  );
  const flow = chance.weighted(touching, (each) => each.weight);
  // Most are found on the way in; an export control finds fewer.
  const indexes = flow.stops.flatMap((stop, index) => (inCountry(stop, reporter).length > 0 ? [index] : []));
  const at = chance.weighted(indexes, (index) => (index === 0 ? 1 : 3));
  const places = flow.stops.map((stop, index) => chance.pick(index === at ? inCountry(stop, reporter) : stop.places));
  const mode = stopAt(flow.stops, at).mode;
  const carried = flow.goods.filter((good) => travels(carriage, good, mode));
  const first = chance.pick(carried);
  const second = chance.chance(SECOND) ? carried.find((good) => good.id !== first.id) : undefined;
  const known = !chance.chance(UNKNOWN_DESTINATION) || at === places.length - 1;
  return {
    goods: second === undefined ? [first] : [first, second],
    mode,
    origin: placeAt(places, 0),
    before: places.slice(1, at),
    seizedAt: placeAt(places, at),
    destination: known ? placeAt(places, places.length - 1) : undefined,
  };
}

/** The countries that the goods went through or to, without repeats. */
export function countriesOf({ origin, before, seizedAt, destination }: Way): string[] {
  const places = [origin, ...before, seizedAt, ...(destination === undefined ? [] : [destination])];
  return [...new Set(places.map((place) => place.country))];
}

/** The route of a full record: every place that is known. */
export function fullRoute({ origin, before, seizedAt, destination }: Way): Route {
  return {
    origin: placed(origin),
    transit: before.map(placed),
    seizedAt: placed(seizedAt),
    ...(destination === undefined ? {} : { destination: placed(destination) }),
  };
}

/** The route of a minimal record: the place of seizure, else countries. */
export function minimalRoute({ origin, before, seizedAt, destination }: Way): Route {
  const transit = new Set(before.map(({ country }) => country).filter((country) => country !== origin.country));
  return {
    origin: { country: origin.country },
    transit: Array.from(transit, (country) => ({ country })),
    seizedAt: placed(seizedAt),
    ...(destination === undefined ? {} : { destination: { country: destination.country } }),
  };
}

function placed({ country, locode, name, latitude, longitude }: KnownPlace): Place {
  return { country, ...(locode === undefined ? {} : { locode }), name, latitude, longitude };
}

function inCountry(stop: Stop, { country }: Reporter): KnownPlace[] {
  return stop.places.filter((place) => place.country === country);
}

function stopAt(stops: readonly Stop[], index: number): Stop {
  const stop = stops[index];
  if (stop === undefined) throw new RangeError(`expected a stop at ${index}, got ${stops.length} stops`);
  return stop;
}

function placeAt(places: readonly KnownPlace[], index: number): KnownPlace {
  const place = places[index];
  if (place === undefined) throw new RangeError(`expected a place at ${index}, got ${places.length} places`);
  return place;
}
