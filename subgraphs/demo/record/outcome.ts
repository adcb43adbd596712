// What followed a seizure, as far as a record tells.
import type { CaseRecordInput } from '../../kit/record/case-record.ts';
import type { Good } from '../goods/goods.ts';
import type { Random } from '../random/random.ts';

type Outcome = NonNullable<CaseRecordInput['outcome']>;

const DISPOSAL: Record<Good['carried'], readonly string[]> = {
  DRUG: ['destroyed under supervision', 'kept as evidence'],
  CHEMICAL: ['kept as evidence', 'handed to the environment authority'],
  PRODUCT: ['kept as evidence', 'handed to the CITES management authority'],
  LIVE: ['handed to a rescue centre', 'returned to the country of origin', 'released into the wild'],
  TIMBER: ['confiscated and auctioned', 'kept as evidence'],
};

/** @param open whether the phase is still open: then nothing has been to court yet. */
export function outcomeOf(good: Good, suspects: number, open: boolean, chance: Random): Outcome {
  const arrests = suspects === 0 ? 0 : chance.integer(0, suspects + 1);
  const outcome: Outcome = { arrests };
  if (chance.chance(0.7)) outcome.disposal = chance.pick(DISPOSAL[good.carried]);
  if (open || !chance.chance(0.6)) return outcome;
  const charged = chance.integer(0, arrests);
  outcome.charged = charged;
  if (!chance.chance(0.5)) return outcome;
  const convicted = chance.integer(0, charged);
  outcome.convicted = convicted;
  if (convicted > 0) outcome.sanction = `${chance.integer(1, 20)} years of imprisonment`;
  return outcome;
}
