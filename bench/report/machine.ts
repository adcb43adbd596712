// What a figure depends on: versions and the kind of machine.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { PEERS } from '../gateways/peers.ts';

const ROOT = join(import.meta.dirname, '../..');

export function describeRun(): Record<string, unknown> {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'not known',
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${process.platform} ${process.arch}`,
    },
    versions: {
      ...versionsOf(join(ROOT, 'package.json'), /^(@apollo\/|graphql$|undici$)/),
      ...versionsOf(join(PEERS, 'package.json'), /./),
    },
  };
}

function versionsOf(file: string, which: RegExp): Record<string, string> {
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => which.test(name)));
}
