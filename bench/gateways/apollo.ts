// Apollo Server with the stock gateway, as its documentation starts it; and the same with undici as its fetcher.
import { join } from 'node:path';
import type { GatewayEntry } from './gateway.ts';

const SERVER = join(import.meta.dirname, 'apollo-server.ts');

const entry = (id: string, title: string, fetcher: string): GatewayEntry => ({
  id,
  title,
  launch: ({ open }, port) => ({
    command: process.execPath,
    args: [SERVER, open, String(port), fetcher],
    path: '/',
    env: { APOLLO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  }),
});

export const stock = entry('stock', 'Apollo Server + stock @apollo/gateway', 'stock');
export const stockUndici = entry('stock-undici', 'the same, undici as fetcher', 'undici');
