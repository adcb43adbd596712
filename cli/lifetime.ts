// A long-running command: starts, says where, and ends cleanly on SIGTERM, Ctrl-C or the loss of its parent.

/** How long a clean end may take before the process ends anyway. */
const PATIENCE_MS = 4_000;

/** Runs `stop` once, at the first wish to end, then ends the process. Never returns before. */
export async function untilStopped(stop: () => Promise<void>): Promise<never> {
  const wish = await new Promise<string>((done) => {
    process.once('SIGINT', () => done('SIGINT'));
    process.once('SIGTERM', () => done('SIGTERM'));
    // A parent killed outright closes the channel: nobody is left to stop this process later.
    process.once('disconnect', () => done('disconnect'));
    orphaned(() => done('the loss of its parent'));
  });
  process.stderr.write(`campaign: stopping on ${wish}\n`);
  // Signals that follow are the same wish: the terminal and the parent may both send one.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  const late = setTimeout(() => {
    process.stderr.write(`campaign: not stopped ${PATIENCE_MS} ms after ${wish}; ending anyway\n`);
    process.exit(1);
  }, PATIENCE_MS);
  late.unref();
  await stop();
  process.exit(0);
}

/** npm killed outright passes no signal on: its script would run for ever. A process started otherwise may be left alone. */
function orphaned(then: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) then();
  }, 250).unref();
}
