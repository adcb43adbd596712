// Writes into a store until it is killed or has put `puts` batches, and reports each put that succeeded on a line.
import { openCaseStore } from '#subgraphs/kit/store/open.ts';
import { smallRecord } from '../full-record.ts';

const [file = '', name = '', puts = '1000000', size = '20'] = process.argv.slice(2);
const store = await openCaseStore({ participant: 'VN', file });
for (let put = 0; put < Number(puts); put++) {
  const keys = Array.from({ length: Number(size) }, (_, index) => `${name}-${put}-${index}`);
  // Each batch also changes one case that all writers share.
  const shared = smallRecord('shared', { reference: `${name} ${put}` });
  await store.put([...keys.map((key) => smallRecord(key)), shared], { by: name });
  process.stdout.write(`${put}\n`);
}
await store.close();
