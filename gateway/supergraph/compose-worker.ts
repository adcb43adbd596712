// The worker of compose-in-worker.ts: one composition, then it ends.
import { parentPort, workerData } from 'node:worker_threads';
import { composeSupergraph, type SupergraphInput } from './compose.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a worker has no origin
parentPort?.postMessage(composeSupergraph(workerData as SupergraphInput));
