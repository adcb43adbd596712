// The two pages that a person answers: who it is, and whether the client may act for them. The provider ties each to the
// cookie of the browser that began it; a page opened elsewhere answers nothing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { consentPage, errorPage, loginPage, PAGE_HEADERS } from './pages.ts';
import { passwordCheck } from './passwords.ts';
import type { Person } from './people.ts';
import { readForm } from './read-form.ts';

export interface InteractionOptions {
  readonly issuer: string;
  readonly people: ReadonlyMap<string, Person>;
  /** By id. */
  readonly passwords: ReadonlyMap<string, string>;
  readonly passwordsFile: string;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

export type Interactions = (
  provider: Provider,
  uid: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

export function interactions({ issuer, people, passwords, passwordsFile }: InteractionOptions): Interactions {
  const check = passwordCheck(passwords);

  const show = async (provider: Provider, details: Details, response: ServerResponse) => {
    const client = await clientName(provider, details);
    if (details.prompt.name === 'login')
      return send(response, 200, loginPage({ people: people.values(), passwords: passwordsFile, client }));
    const person = personOf(details);
    return send(response, 200, consentPage({ person, client, ...asked(details, person) }));
  };

  const login = async (
    provider: Provider,
    details: Details,
    form: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const chosen = form.get('person') ?? '';
    const verdict = check(chosen, form.get('password') ?? '');
    if (verdict === 'right')
      return provider.interactionFinished(request, response, { login: { accountId: chosen, remember: false } });
    const fault =
      verdict === 'wrong' ? 'This password is not right.' : 'Too many wrong passwords. Wait a minute, then try again.';
    const client = await clientName(provider, details);
    const page = loginPage({ people: people.values(), passwords: passwordsFile, client, chosen, fault });
    return send(response, verdict === 'wrong' ? 401 : 429, page);
  };

  const consent = async (provider: Provider, details: Details, request: IncomingMessage, response: ServerResponse) => {
    const person = personOf(details);
    const before = details.grantId === undefined ? undefined : await provider.Grant.find(details.grantId);
    const grant = before ?? new provider.Grant({ accountId: person.id, clientId: String(details.params.client_id) });
    const { missingOIDCScope = [], missingResourceScopes = {} } = missing(details);
    grant.addOIDCScope(missingOIDCScope.join(' '));
    for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
      const { granted, denied } = split(scopes, person);
      grant.addResourceScope(resource, granted.join(' '));
      grant.rejectResourceScope(resource, denied.join(' '));
    }
    return provider.interactionFinished(
      request,
      response,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    );
  };

  const personOf = (details: Details): Person => {
    const person = people.get(details.session?.accountId ?? '');
    if (!person) throw new errors.InvalidRequest('expected a person who is there');
    return person;
  };

  const answer = async (provider: Provider, uid: string, request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response);
    // One browser may have two under way; the path says which, and the cookie must be its own.
    if (details.uid !== uid) throw new errors.SessionNotFound('expected the cookie of this sign-in, got another');
    if (request.method === 'GET') return show(provider, details, response);
    refuseForeign(request, issuer);
    const form = await readForm(request);
    const action = form.get('action');
    if (action === 'abort') return provider.interactionFinished(request, response, ABORTED, FRESH);
    if (action !== details.prompt.name)
      throw new errors.InvalidRequest('expected the answer of this page, got another');
    if (action === 'login') return login(provider, details, form, request, response);
    return consent(provider, details, request, response);
  };

  return async (provider, uid, request, response) => {
    try {
      await answer(provider, uid, request, response);
    } catch (error) {
      const known = error instanceof errors.OIDCProviderError ? error : undefined;
      if (!known) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      const page = errorPage(known?.error ?? 'server_error', known?.error_description);
      send(response, known?.statusCode ?? 500, page);
    }
  };
}

const ABORTED = { error: 'access_denied', error_description: 'The person did not agree.' };
const FRESH = { mergeWithLastSubmission: false };

/** A form sent by another site's page: a browser says so, and the cookie alone would not tell. */
function refuseForeign(request: IncomingMessage, issuer: string): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if ((origin !== undefined && origin !== issuer) || (site !== undefined && site !== 'same-origin'))
    throw new errors.InvalidRequest('expected the form of this page, got one from elsewhere', 403);
}

async function clientName(provider: Provider, details: Details): Promise<string> {
  const client = await provider.Client.find(String(details.params.client_id));
  return client?.clientName ?? String(details.params.client_id);
}

interface Missing {
  readonly missingOIDCScope?: readonly string[];
  readonly missingResourceScopes?: Readonly<Record<string, readonly string[]>>;
}

function missing(details: Details): Missing {
  return details.prompt.details;
}

function asked(details: Details, person: Person): { granted: string[]; denied: string[] } {
  return split(Object.values(missing(details).missingResourceScopes ?? {}).flat(), person);
}

/** Nobody is granted what they do not have, whatever the client asks and the person allows. */
function split(scopes: readonly string[], person: Person): { granted: string[]; denied: string[] } {
  const has = (scope: string) => person.scopes.includes(scope);
  return { granted: scopes.filter(has), denied: scopes.filter((scope) => !has(scope)) };
}

function send(response: ServerResponse, status: number, html: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...PAGE_HEADERS }).end(html);
}
