// The worker of compose-in-worker.ts: one composition, then it ends.
import { parentPort, workerData } from 'node:worker_threads';
import { composeSupergraph, type SupergraphInput } from './compose.ts';

parentPort?.postMessage(composeSupergraph(workerData as SupergraphInput));
