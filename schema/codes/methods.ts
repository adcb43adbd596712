// How goods are hidden, and how they are found. `find` takes the code or the English name.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';
import { concealmentMethod, detectionMethod } from './enums.ts';

const named = { name: z.string().min(1), also: otherNames };

const concealment = z.strictObject({
  method: concealmentMethod,
  ...named,
});

const detection = z.strictObject({
  method: detectionMethod,
  ...named,
});

const methodAndNames = (each: { method: string; name: string; also: string[] }) => [
  each.method,
  each.name,
  ...each.also,
];

export const concealments = codeList('./concealments.yaml', concealment, methodAndNames);
export const detections = codeList('./detections.yaml', detection, methodAndNames);
