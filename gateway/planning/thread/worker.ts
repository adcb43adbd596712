// The thread that plans, one operation after another.
import { parentPort, workerData } from 'node:worker_threads';
import { plannerByShape } from '../alike/planner.ts';
import { prepareSupergraph } from '../prepare-supergraph.ts';
import { wholePlanner } from '../whole-plan.ts';
import type { Asked, Ready, Said, SaidText, Start } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('expected to be started as a thread, got a process');

const { supergraph } = workerData as Start;
const planner = plannerByShape(prepareSupergraph(supergraph));
const planOf = wholePlanner(planner);

const say = (said: Said): SaidText => JSON.stringify(said);

function answerTo({ text }: Asked): SaidText {
  try {
    const { plan, representatives } = planOf(text);
    return say({ planned: { plan, representatives: representatives === planner.alike ? undefined : representatives } });
  } catch (error) {
    return say({ fault: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (asked: Asked) => port.postMessage(answerTo(asked)));
port.postMessage({ alike: planner.alike } satisfies Ready);
