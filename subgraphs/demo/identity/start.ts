// Starts the demonstration's OpenID provider on loopback. It follows its key file: `campaign identity rotate` needs no
// restart.
import { createServer } from 'node:http';
import { watchFiles } from '#schema/configuration/watch.ts';
import { type IdentityConfig, issuerOf } from './config.ts';
import { interactions } from './interaction.ts';
import { ensureKeys, readKeys } from './keys.ts';
import { ensurePasswords } from './passwords.ts';
import { readPeople } from './people.ts';
import { makeCookieKeys, makeProvider } from './provider.ts';
import { memoryStorage } from './storage.ts';

export interface RunningIdentity {
  /** Its issuer. */
  readonly url: string;
  /** Looks at the keys now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const INTERACTION = /^\/interaction\/([\w-]{1,64})$/;

/** @throws where a file does not hold what it should, or the port is taken. */
export async function startIdentity(config: IdentityConfig): Promise<RunningIdentity> {
  const issuer = issuerOf(config);
  const { host } = new URL(issuer);
  const people = readPeople(config.people);
  const passwords = ensurePasswords(config.passwords, people.keys());
  await ensureKeys(config.keys);
  const shared = { issuer, audience: config.audience, people, storage: memoryStorage(), cookieKeys: makeCookieKeys() };
  const make = () => {
    const provider = makeProvider({ ...shared, keys: readKeys(config.keys) });
    return { provider, handle: provider.callback() };
  };
  let current = make();
  const interact = interactions({ issuer, people, passwords, passwordsFile: config.passwords });
  const watch = watchFiles(
    () => [config.keys],
    () => {
      current = make();
    },
    (error) => process.stderr.write(`the keys were not taken up; the last ones stay: ${String(error)}\n`),
  );

  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    // The provider makes addresses of this header: another name would send people elsewhere.
    if (request.headers.host !== host) return void response.writeHead(421).end();
    const { provider, handle } = current;
    const uid = INTERACTION.exec(request.url ?? '')?.[1];
    if (uid !== undefined && (request.method === 'GET' || request.method === 'POST'))
      return void interact(provider, uid, request, response);
    return void handle(request, response);
  });
  server.maxConnections = 256;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(config.port, '127.0.0.1', done);
  });
  return {
    url: issuer,
    check: () => watch.check(),
    async close() {
      watch.close();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}
