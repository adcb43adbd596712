// Every gateway of the comparison; the first is what the ratios are against.
import { stock, stockUndici } from './apollo.ts';
import type { GatewayEntry } from './gateway.ts';
import { limit } from './limit.ts';
import { asDeployed, open, withRights } from './ours.ts';
import { grafbase, hive, hiveRust, stitching } from './peers.ts';

export const GATEWAYS: readonly GatewayEntry[] = [
  stock,
  stockUndici,
  withRights,
  asDeployed,
  open,
  hive,
  hiveRust,
  stitching,
  grafbase,
  limit,
];
