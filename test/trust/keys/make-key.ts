// A process that makes the key named by its argument, and prints its id.
import { ensureServiceKey } from '#trust/keys/index.ts';

const [, , file = ''] = process.argv;
const { kid } = await ensureServiceKey(file);
process.stdout.write(`${kid}\n`);
