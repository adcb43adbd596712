// Ways that goods take: from an origin over stops to a destination, with the mode that reaches each stop.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '#schema/configuration/read.ts';
import { caseRecord } from '../../kit/record/case-record.ts';
import { type Good, readGoods } from '../goods/goods.ts';
import { type KnownPlace, readPlaces } from '../places/places.ts';

const mode = caseRecord.shape.conveyance.unwrap().shape.mode;
export type Mode = z.output<typeof mode>;

const entry = z.strictObject({
  kind: z.enum(['DRUG', 'PRECURSOR', 'WILDLIFE', 'TIMBER']),
  /** Ids of goods; one named twice is twice as likely. */
  goods: z.array(z.string()).min(1),
  weight: z.number().positive(),
  /** First day; absent for always. */
  from: z.iso.date().optional(),
  /** `PLACE|PLACE > MODE PLACE|PLACE > …` */
  path: z.string(),
});

export interface Stop {
  /** Places that the flow may touch here; one of them in each case. */
  readonly places: readonly KnownPlace[];
  /** Mode that reaches this stop; for the first, the mode that leaves it. */
  readonly mode: Mode;
}

export interface Flow {
  readonly kind: z.output<typeof entry>['kind'];
  readonly goods: readonly Good[];
  readonly weight: number;
  readonly from: string | undefined;
  readonly stops: readonly Stop[];
}

/**
 * All flows.
 * @throws ConfigurationError or Error where a flow names a place, mode or good that is not known.
 */
export function readFlows(): Flow[] {
  const file = fileURLToPath(new URL('./flows.yaml', import.meta.url));
  const { flows } = readConfiguration(file, z.strictObject({ flows: z.array(entry) }));
  const places = readPlaces();
  const goods = readGoods();
  return flows.map((each) => ({
    kind: each.kind,
    goods: each.goods.map((id) => known(goods.get(id), id)),
    weight: each.weight,
    from: each.from,
    stops: stopsOf(each.path, places),
  }));
}

function stopsOf(path: string, places: ReadonlyMap<string, KnownPlace>): Stop[] {
  const parts = path.split(' > ').map((part) => part.split(' '));
  const leaving = parts[1]?.[0];
  return parts.map((part) => {
    const [by, keys] = part.length === 1 ? [leaving, part[0]] : [part[0], part[1]];
    return { mode: mode.parse(by), places: (keys ?? '').split('|').map((key) => known(places.get(key), key)) };
  });
}

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`expected ${JSON.stringify(name)} to be known, got no such place or good`);
  return value;
}
