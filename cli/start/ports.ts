// Ports on loopback: the one asked for where it is free, so that addresses stay the same from start to start.
import { createServer } from 'node:net';

/** `preferred` where it is free and not in `taken`, else any free port. It may be gone again by the time it is used. */
export async function freePort(preferred: number, taken: ReadonlySet<number>): Promise<number> {
  if (!taken.has(preferred) && preferred <= 65_535 && (await tryPort(preferred)) !== undefined) return preferred;
  for (;;) {
    const port = await tryPort(0);
    if (port !== undefined && !taken.has(port)) return port;
  }
}

export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
