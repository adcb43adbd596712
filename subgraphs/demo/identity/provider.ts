// What the demonstration's OpenID provider (oidc-provider) grants: to one public client on loopback, by authorization
// code with PKCE, access tokens for the gateway that name agency, purposes and the scopes that the person has.
import { randomBytes } from 'node:crypto';
import { type AdapterFactory, type Configuration, errors, interactionPolicy, Provider } from 'oidc-provider';
import type { SigningKey } from './keys.ts';
import { SIGNING_ALGORITHM } from './keys.ts';
import { errorPage, PAGE_HEADERS } from './pages.ts';
import { boundsOf, type Person } from './people.ts';

/** The one resource there is; clients may name it (RFC 8707) and need not. */
export const RESOURCE = 'urn:campaign:resource:gateway';
export const CLIENT_ID = 'campaign-cli';
/** Any port on loopback (RFC 8252, 7.3). */
export const REDIRECT_URI = 'http://127.0.0.1/callback';

/** Seconds. */
const LIFE = { code: 60, accessToken: 3_600, idToken: 3_600, interaction: 600, session: 28_800, grant: 28_800 };

export interface ProviderOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly keys: readonly SigningKey[];
  readonly storage: AdapterFactory;
  readonly cookieKeys: readonly string[];
}

export function makeCookieKeys(): string[] {
  return [randomBytes(32).toString('base64url')];
}

export function makeProvider(options: ProviderOptions): Provider {
  const { people } = options;
  const scope = boundsOf(people).scopes.join(' ');
  const configuration: Configuration = {
    adapter: options.storage,
    jwks: { keys: options.keys.map((each) => ({ ...each })) },
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'the campaign command line',
        application_type: 'native',
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: SIGNING_ALGORITHM,
      },
    ],
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [SIGNING_ALGORITHM] },
    cookies: { keys: [...options.cookieKeys] },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub'] },
    pkce: { required: () => true },
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo(_, resource) {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return {
            scope,
            audience: options.audience,
            accessTokenTTL: LIFE.accessToken,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: SIGNING_ALGORITHM } },
          };
        },
      },
      // What the demonstration has no use for is not there to be attacked.
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    findAccount: (_, id) => (people.has(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
    extraTokenClaims(_, token) {
      const person = 'accountId' in token ? people.get(token.accountId) : undefined;
      if (!person) throw new errors.InvalidGrant('expected a person who is there');
      return { agency: person.agency, purposes: [...person.purposes] };
    },
    interactions: { policy: policy(), url: (_, { uid }) => `/interaction/${uid}` },
    renderError(ctx, { error, error_description: description }) {
      ctx.set(PAGE_HEADERS);
      ctx.type = 'html';
      ctx.body = errorPage(error, description);
    },
    ttl: {
      AuthorizationCode: LIFE.code,
      AccessToken: LIFE.accessToken,
      IdToken: LIFE.idToken,
      Interaction: LIFE.interaction,
      Session: LIFE.session,
      Grant: LIFE.grant,
    },
  };
  return new Provider(options.issuer, configuration);
}

/** Each sign-in asks who it is: a browser in which several people are tried never signs in as the one before. */
function policy(): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  prompts
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check('each_time', 'each sign-in asks who it is', (ctx) =>
        ctx.oidc.result?.login ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT,
      ),
    );
  return prompts;
}
