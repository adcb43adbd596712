// The provider's pages: plain HTML, no script, each saying that this is a demonstration.
import { createHash } from 'node:crypto';
import type { Person } from './people.ts';

const STYLE = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
label{display:block;margin-top:1rem;font-weight:600}
select,input,button{font:inherit;padding:.5rem;box-sizing:border-box;border:1px solid #5c5c5c;border-radius:.25rem}
select,input{width:100%;background:#fff;color:#1b1b1b}
button{margin:1.5rem .5rem 0 0;padding:.5rem 1.25rem;background:#fff;color:#1b1b1b}
button.main{background:#0b4f8a;border-color:#0b4f8a;color:#fff}
:focus-visible{outline:3px solid #b35900;outline-offset:2px}
[role=alert]{border-left:.3rem solid #a30000;padding:.25rem .75rem;background:#fff1f0}
[role=note]{border-left:.3rem solid #0b4f8a;padding:.25rem .75rem;background:#eef5fb}`;

/** A form's answer leads on to the client's address on loopback: browsers hold `form-action` against that, too. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self' http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const NOTE = `<p role="note">This is the identity provider of a demonstration. Its people are made up, and it runs on this machine only.
In a real campaign each agency signs its own people in.</p>`;

export interface LoginPage {
  readonly people: Iterable<Person>;
  /** Where passwords stand, for whoever runs the demonstration. */
  readonly passwords: string;
  readonly client: string;
  /** Who was chosen before, and why it did not do. */
  readonly chosen?: string | undefined;
  readonly fault?: string | undefined;
}

export function loginPage({ people, passwords, client, chosen, fault }: LoginPage): string {
  const options = [...people]
    .map(
      ({ id, name, role }) =>
        `<option value="${text(id)}"${id === chosen ? ' selected' : ''}>${text(name)} (${text(id)}): ${text(role)}</option>`,
    )
    .join('\n');
  return page(
    'Sign in',
    `<p>To go on to ${text(client)}.</p>
${fault === undefined ? '' : `<p role="alert" id="fault">${text(fault)}</p>`}
<form method="post">
<label for="person">Person</label>
<select id="person" name="person" required>
${options}
</select>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${fault === undefined ? '' : ' aria-describedby="fault"'}>
<p>Passwords stand in <code>${text(passwords)}</code>.</p>
<button class="main" name="action" value="login">Sign in</button>
<button name="action" value="abort" formnovalidate>Cancel</button>
</form>`,
  );
}

export interface ConsentPage {
  readonly person: Person;
  readonly client: string;
  readonly granted: readonly string[];
  readonly denied: readonly string[];
}

export function consentPage({ person, client, granted, denied }: ConsentPage): string {
  const list = (scopes: readonly string[]) =>
    `<ul>${scopes.map((scope) => `<li><code>${text(scope)}</code></li>`).join('')}</ul>`;
  return page(
    'Allow access',
    `<p>${text(client)} asks to act for <strong>${text(person.name)}</strong>, ${text(person.role)}.</p>
${granted.length === 0 ? '<p>It gets no scope.</p>' : `<p>It gets:</p>${list(granted)}`}
${denied.length === 0 ? '' : `<p>It asked for these too, which this person does not have:</p>${list(denied)}`}
<form method="post">
<button class="main" name="action" value="consent">Allow</button>
<button name="action" value="abort">Cancel</button>
</form>`,
  );
}

export function errorPage(error: string, description: string | undefined): string {
  return page('Not signed in', `<p role="alert">${text(error)}${description ? `: ${text(description)}` : ''}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)} (demonstration)</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
${NOTE}
${body}
</main>
</body>
</html>
`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(raw: string): string {
  return raw.replace(/[&<>"']/g, (each) => ESCAPED[each] ?? '');
}
