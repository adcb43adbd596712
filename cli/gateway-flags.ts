// How Node is started for a gateway. An answer is many objects that live for a few milliseconds, beside what is held for as
// long as the gateway runs, much of it with many participants (bench/). V8 promises no flag for its next version and does not
// start with one that it lacks: on another Node than these were tried with a gateway runs without.
import { setFlagsFromString } from 'node:v8';

const FLAGS: readonly string[] = [
  // A young generation of 64 MiB instead of 16: fewer of them are copied.
  '--max-semi-space-size=64',
  // V8 concludes of code that makes them while many are in use that they live long, and makes them in the old generation from
  // then on, which is soon full of garbage.
  '--no-allocation-site-pretenuring',
  // Bytes of answers outside of the heap are counted with it. By themselves 64 MiB more of them, ten large pages, have
  // all that is held looked through.
  '--external-memory-accounted-in-global-limit',
];

export const GATEWAY_FLAGS: readonly string[] = flagsFor(process.versions.node);

export function flagsFor(node: string): readonly string[] {
  return node.startsWith('26.') ? FLAGS : [];
}

/**
 * Starts this process anew with the flags, in its place: same process id, same streams. Does nothing where it has them, where
 * the system cannot, or where a channel to a parent would be lost; such a parent gives them itself.
 */
export function withGatewayFlags(): void {
  const missing = GATEWAY_FLAGS.filter(
    (flag) => !process.execArgv.some((given) => given.split('=')[0] === flag.split('=')[0]),
  );
  if (missing.length === 0 || process.connected || process.platform === 'win32') return;
  const argv = [process.execPath, ...missing, ...process.execArgv, ...process.argv.slice(1)];
  process.execve?.(process.execPath, argv, process.env);
}

/**
 * Threads that are begun from now on have V8's own young generation of 16 MiB. The one that plans fills a large one as well,
 * keeps it, and plans no sooner.
 */
export function withUsualThreads(): void {
  if (GATEWAY_FLAGS.length > 0) setFlagsFromString('--max-semi-space-size=16');
}
