// One import in a process of its own, so that its memory is its own. Arguments: data folder, file, mapping.
// Prints one line of JSON: what came of it, seconds, and the most memory that it held, in MiB.
import { join } from 'node:path';
import { importFile } from '#subgraphs/intake/import.ts';
import { openCaseStore } from '#subgraphs/kit/store/open.ts';

const [folder = '', file = '', mapping = ''] = process.argv.slice(2);
const began = performance.now();
const { read, imported, unchanged, rejected } = await importFile({
  file,
  mapping,
  campaign: 'MEASURED',
  enrol: true,
  by: 'measurement',
  data: {
    roster: join(folder, 'participants.yaml'),
    campaigns: join(folder, 'campaigns'),
    rejects: join(folder, 'rejects'),
    openStore: (code) => openCaseStore({ participant: code, file: join(folder, 'participants', `${code}.sqlite`) }),
  },
});
const seconds = (performance.now() - began) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const mebibytes = maxRSS / 1024;
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(`${JSON.stringify({ read, imported, unchanged, rejected, seconds, cpuSeconds, mebibytes })}\n`);
