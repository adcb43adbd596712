// A process that appends entries until it is killed. It prints, at once and in this order of events: `written N` for each
// append that returned, `refused N` for each that rejected, `anchor CHECKPOINT` for each checkpoint handed over.
import { writeSync } from 'node:fs';
import { openAuditLog } from '#trust/audit/index.ts';
import { entry } from './logbook-entry.ts';

const [, , file = '', key = '', from = '0', stopAfterRefusals = 'Infinity'] = process.argv;

const print = (line: string) => writeSync(1, `${line}\n`);
const log = await openAuditLog({
  file,
  key,
  process: 'gateway-1',
  checkpoints: { entries: 7 },
  onCheckpoint: (checkpoint) => print(`anchor ${checkpoint}`),
  onNotice: () => undefined,
});

let next = Number(from);
let refused = 0;

async function appendForEver(): Promise<void> {
  while (refused < Number(stopAfterRefusals)) {
    const number = next++;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one caller waits for its append
      await log.append(entry(number));
      print(`written ${number}`);
    } catch {
      refused += 1;
      print(`refused ${number}`);
    }
  }
}

await Promise.all(Array.from({ length: 10 }, () => appendForEver()));
