// Requests that are never answered but by 401: each kind of bad token of the specification and of RFC 8725. Their issuer
// speaks for VN alone, and names the purpose investigation alone; EdDSA is its only algorithm.
import { CompactEncrypt, FlattenedSign, importJWK, type JWTPayload } from 'jose';
import { claims, type Keys, now, readJwk, sign, signConfused, signRaw, signText, unsigned } from './tokens.ts';

export interface IssuerKeys {
  readonly keys: Keys;
  /** Of somebody else. */
  readonly strangers: Keys;
}
type Headers = [string, string][];
type Make = (of: IssuerKeys) => Promise<Headers> | Headers;
export type BadRequest = [string, Make];

export const bearer = (token: string): [string, string] => ['Authorization', `Bearer ${token}`];

/** Signed as it should be, with these claims and headers. */
const own =
  (payload: JWTPayload = {}, header: Record<string, unknown> = {}): Make =>
  async ({ keys }) => [bearer(await sign(keys, claims(payload), header))];

const by =
  (make: (of: IssuerKeys) => Promise<string> | string): Make =>
  async (of) => [bearer(await make(of))];

const LONG = 'x'.repeat(300);

const FORMS: BadRequest[] = [
  ['without a token', () => []],
  ['with an empty header', () => [['Authorization', '']]],
  ['with another scheme', () => [['Authorization', 'Basic dnQ6dnQ=']]],
  ['with a token under no scheme', async ({ keys }) => [['Authorization', await sign(keys, claims())]]],
  ['with something that is no token', () => [bearer('abc')]],
  ['with a token that is far too long', () => [bearer('a'.repeat(9_000))]],
  ['with two Authorization headers', async ({ keys }) => Array(2).fill(bearer(await sign(keys, claims())))],
  ['with two tokens in one header', by(async ({ keys }) => `${await sign(keys, claims())}, ${await sign(keys, {})}`)],
  [
    'with an encrypted token',
    by(({ keys }) =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims())))
        .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256', kid: String(readJwk(keys.keyFile).kid) })
        .encrypt(new Uint8Array(32)),
    ),
  ],
  [
    'with a token in JSON form',
    async ({ keys }) => {
      const jwk = readJwk(keys.keyFile);
      const token = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(claims())))
        .setProtectedHeader({ alg: 'EdDSA' })
        .sign(await importJWK(jwk, 'EdDSA'));
      return [['Authorization', `Bearer ${JSON.stringify(token)}`]];
    },
  ],
  ['with a token within a token', by(async ({ keys }) => signText(keys, await sign(keys, claims()), { cty: 'JWT' }))],
  ['with a header that says so', own({}, { cty: 'JWT' })],
  ['with claims that are no object', by(({ keys }) => signText(keys, JSON.stringify([claims()])))],
  ['with claims that are no JSON', by(({ keys }) => signText(keys, 'iss=urn:campaign:development'))],
];

const SIGNATURES: BadRequest[] = [
  ['with alg none', () => [bearer(unsigned(claims()))]],
  ['with alg None', () => [bearer(unsigned(claims(), 'None'))]],
  ['without a signature', by(async ({ keys }) => (await sign(keys, claims())).replace(/[^.]+$/, ''))],
  ['with a signature by the public key as secret', by(({ keys }) => signConfused(keys, claims()))],
  ['with a signature by another key', by(({ strangers }) => sign(strangers, claims()))],
  [
    'with a signature by another key under a known kid',
    by(({ keys, strangers }) => sign(strangers, claims(), { kid: readJwk(keys.keyFile).kid })),
  ],
  ['with a kid that is a path', own({}, { kid: '../../../dev/null' })],
  ['with a kid that is SQL', own({}, { kid: "x' UNION SELECT 'key" })],
  ['with a kid that is very long', own({}, { kid: 'k'.repeat(4_000) })],
  ['with a kid that is a prototype', own({}, { kid: '__proto__' })],
  ['with a kid that is no text', own({}, { kid: { $ne: null } })],
  [
    'with its own key in the header',
    by(({ strangers }) => {
      const { d: _, ...jwk } = readJwk(strangers.keyFile);
      return sign(strangers, claims(), { jwk });
    }),
  ],
  [
    'with the issuer\u2019s own key in the header',
    by(({ keys }) => {
      const { d: _, ...jwk } = readJwk(keys.keyFile);
      return sign(keys, claims(), { jwk });
    }),
  ],
  ['with a place for its key in the header', own({}, { jku: 'https://evil.example/keys' })],
  ['with a certificate in the header', own({}, { x5c: ['MII'] })],
  ['with a place for its certificate in the header', own({}, { x5u: 'https://evil.example/certificate' })],
  ['with an unknown critical header', own({}, { crit: ['urn:x'], 'urn:x': 1 })],
  [
    'with a payload that is not encoded',
    by(async ({ keys }) => {
      const jwk = readJwk(keys.keyFile);
      const text = JSON.stringify(claims());
      const { protected: header, signature } = await new FlattenedSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'EdDSA', kid: String(jwk.kid), b64: false, crit: ['b64'] })
        .sign(await importJWK(jwk, 'EdDSA'));
      return [header, Buffer.from(text).toString('base64url'), signature].join('.');
    }),
  ],
  ['with a payload that says it is not encoded', own({}, { b64: false })],
  [
    'with a changed payload',
    by(async ({ keys }) => {
      const [header, , signature] = (await sign(keys, claims())).split('.');
      const changed = Buffer.from(JSON.stringify(claims({ agency: 'CN' }))).toString('base64url');
      return [header, changed, signature].join('.');
    }),
  ],
  ['of another kind', own({}, { typ: 'logout+jwt' })],
  ['compressed', own({}, { zip: 'DEF' })],
];

const CLAIMS: BadRequest[] = [
  ['by an unknown issuer', own({ iss: 'urn:evil' })],
  ['by an issuer in another case', own({ iss: 'URN:campaign:development' })],
  ['by a list of issuers', own({ iss: ['urn:campaign:development'] } as never)],
  ['for another audience', own({ aud: 'other' })],
  ['for an audience that begins alike', own({ aud: 'campaign-gateway.evil.example' })],
  ['after its end', own({ exp: now() - 1 })],
  ['with its end as text', own({ exp: '9999999999' } as never)],
  ['before its beginning', own({ nbf: now() + 60 })],
  ['with its beginning as text', own({ nbf: '0' } as never)],
  ...['exp', 'sub', 'iss', 'aud', 'agency'].map(
    (name): BadRequest => [`without the claim ${name}`, own({ [name]: undefined })],
  ),
  ...['exp', 'sub', 'iss', 'aud', 'agency'].map(
    (name): BadRequest => [`with null for the claim ${name}`, own({ [name]: null })],
  ),
  ['with an empty subject', own({ sub: '' })],
  ['with a subject of many characters', own({ sub: LONG })],
  ['with a subject that is a number', own({ sub: 7 } as never)],
  ['with an agency that is a list', own({ agency: ['VN'] })],
  ['with an agency that is empty', own({ agency: '' })],
  ['with an agency of many characters', own({ agency: LONG })],
  ['with an agency in letters that look alike', own({ agency: '\uff36\uff2e' })],
  ['with an agency in other letters that look alike', own({ agency: 'V\u039d' })],
  ['with an agency and what cannot be seen', own({ agency: 'VN\u200b' })],
  ['with an agency and a space', own({ agency: 'VN ' })],
  ['with an agency in lower case', own({ agency: 'vn' })],
  ['with an agency that is not on the roster', own({ agency: 'XX' })],
  ['with an agency that is a prototype', own({ agency: '__proto__' })],
  ['with an agency that its issuer may not name', own({ agency: 'CN' })],
  ['with a purpose that its issuer may not name', own({ purposes: ['curiosity'] })],
  ['with one purpose that its issuer may name and one that not', own({ purposes: ['investigation', 'curiosity'] })],
  ['with purposes that are no list', own({ purposes: 'investigation' })],
  [
    'with an agency twice',
    by(({ keys }) => signText(keys, JSON.stringify(claims()).replace('"agency"', '"agency":"CN","agency"'))),
  ],
  [
    'with an agency twice, once written otherwise',
    by(({ keys }) => signText(keys, JSON.stringify(claims()).replace('"agency"', '"\\u0061gency":"CN","agency"'))),
  ],
  [
    'with a header twice',
    by(({ keys }) => {
      const header = `{"alg":"none","alg":"EdDSA","kid":"${String(readJwk(keys.keyFile).kid)}"}`;
      return signRaw(keys, header, JSON.stringify(claims()));
    }),
  ],
];

export const BAD_REQUESTS: BadRequest[] = [...FORMS, ...SIGNATURES, ...CLAIMS];
