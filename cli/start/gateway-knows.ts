// Waiting for the gateway: it knows a type once it has composed the supergraph that has it.
import { setTimeout as sleep } from 'node:timers/promises';
import { signDevelopmentToken } from '#gateway/authentication/development-key.ts';

/** Asks until the gateway on this port knows every one of `types`; returns whether it did within `patienceMs`. */
export async function gatewayKnows(
  port: number,
  keyFile: string,
  agency: string,
  types: readonly string[],
  patienceMs: number,
): Promise<boolean> {
  const query = `{ ${types.map((name, index) => `t${index}: __type(name: ${JSON.stringify(name)}) { name }`).join(' ')} }`;
  const end = Date.now() + patienceMs;
  for (;;) {
    const token = await signDevelopmentToken({ keyFile, agency, scope: '', subject: 'supervisor', expiresIn: '1m' });
    if (types.length === 0 || (await knowsAll(port, token, query))) return true;
    if (Date.now() > end) return false;
    await sleep(200);
  }
}

async function knowsAll(port: number, token: string, query: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: AbortSignal.timeout(2_000),
    });
    const { data } = (await response.json()) as { data?: Record<string, unknown> | null };
    return data != null && Object.values(data).every((type) => type !== null);
  } catch {
    return false;
  }
}
