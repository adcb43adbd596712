// Opens a store in a process of its own, for the test of several at once.
import { openCaseStore } from '#subgraphs/kit/store/open.ts';

const [file = ''] = process.argv.slice(2);
const store = await openCaseStore({ participant: 'VN', file });
await store.close();
