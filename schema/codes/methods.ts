// How goods are hidden, and how they are found. `find` takes the code or the English name.
import { z } from 'zod';
import { codeList, otherNames } from './code-list.ts';

const named = { name: z.string().min(1), also: otherNames };

const concealment = z.strictObject({
  method: z.enum([
    'NONE',
    'POSTAL_PARCEL',
    'LUGGAGE',
    'ON_BODY',
    'INTERNAL',
    'CAGE',
    'WITH_LEGITIMATE_CARGO',
    'CONTAINER_STRUCTURE',
    'REEFER_COMPARTMENT',
    'RIP_ON_RIP_OFF',
    'VEHICLE_STRUCTURE',
    'OTHER',
  ]),
  ...named,
});

const detection = z.strictObject({
  method: z.enum([
    'SCANNING',
    'RISK_ASSESSMENT',
    'RANDOM_CHECK',
    'SNIFFER_DOG',
    'THIRD_PARTY_INFORMATION',
    'PHYSICAL_EXAMINATION',
    'PATROL',
    'OTHER',
  ]),
  ...named,
});

const methodAndNames = (each: { method: string; name: string; also: string[] }) => [
  each.method,
  each.name,
  ...each.also,
];

export const concealments = codeList('./concealments.yaml', concealment, methodAndNames);
export const detections = codeList('./detections.yaml', detection, methodAndNames);
