// With a release rule that lets everything out, to see that every field is stored and comes back: the rule that stands
// now holds back class P1 from everyone (test/subgraphs/participant/participant.test.ts).
import { expect, test, vi } from 'vitest';
import { runningParticipant } from '../../participant/running-participant.ts';
import { fullRecord } from '../full-record.ts';
import { EVERY_FIELD, nominalSuspects, openFields } from './every-field.ts';

vi.mock(import('#subgraphs/kit/release/released.ts'), () => ({
  isReleased: () => true,
  releasedNarrative: (row) => row.narrative,
  withheldFields: () => [],
}));

test('a full record that is put comes back in every field', async () => {
  const participant = await runningParticipant([
    { ...fullRecord, narrative: { text: 'Names a person.', class: 'P1' } },
  ]);
  expect(await participant.cases([fullRecord.id], EVERY_FIELD)).toEqual([
    {
      ...openFields,
      narrative: 'Names a person.',
      suspects: nominalSuspects,
      release: { handling: 'H3', tlp: 'AMBER', audience: ['LA', 'TH'], reviewOn: '2028-06-20', withheld: [] },
    },
  ]);
});
