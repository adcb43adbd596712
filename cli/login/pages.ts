// Answers the provider's own pages as a browser does, with its redirects, cookies and forms: for scripts.
import { UsageError } from '../usage-error.ts';
import type { Login } from './code-flow.ts';

/** Pages and redirects of one sign-in. */
const MOST_STEPS = 12;

/** @returns the address that the provider sends the browser back to. */
export async function answerPages(login: Login, person: string, password: string): Promise<string> {
  const cookies = new Map<string, string>();
  let address = login.address;
  let form: Record<string, string> | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const response = await fetch(address, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    keep(cookies, response);
    const location = response.headers.get('location');
    if (location !== null) {
      address = new URL(location, address).href;
      if (address.startsWith(`${login.redirectUri}?`)) return address;
      if (new URL(address).origin !== login.issuer)
        throw new Error(`expected to stay at ${login.issuer}, was sent to ${address}`);
      form = undefined;
      continue;
    }
    const page = await response.text();
    if (response.status !== 200) throw new UsageError(`expected to be signed in, got: ${alertOf(page)}`);
    form = page.includes('name="password"') ? { person, password, action: 'login' } : { action: 'consent' };
  }
  throw new Error(`expected to be signed in within ${MOST_STEPS} steps`);
}

/** One provider on one host: of a cookie only name and value count, and whether it is taken back. */
function keep(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    if (value === '' || /;\s*expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}

function alertOf(page: string): string {
  return /role="alert"[^>]*>([^<]*)/.exec(page)?.[1] ?? 'a page without a reason';
}
