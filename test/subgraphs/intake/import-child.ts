// One import in a process of its own, to be killed. Argument: the data folder.
import { join } from 'node:path';
import { importFile } from '#subgraphs/intake/import.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';

const folder = process.argv[2] ?? '';
await importFile({
  file: join(folder, 'input.csv'),
  mapping: join(folder, 'small.yaml'),
  campaign: 'SMALL',
  enrol: true,
  by: 'child',
  data: {
    roster: join(folder, 'participants.yaml'),
    campaigns: join(folder, 'campaigns'),
    rejects: join(folder, 'rejects'),
    openStore: (code) => openCaseStore({ participant: code, file: join(folder, `${code}.sqlite`) }),
  },
});
