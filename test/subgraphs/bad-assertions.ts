// Headers that must open no subgraph: done for each kind of it, over and above what the gate's own tests do.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { ASSERTION_HEADER, createAssertionSigner, createFeedSigner } from '#trust/assertion/index.ts';
import { forge } from '../trust/assertion/forge.ts';
import { lastingFolder, makeKey } from '../trust/workshop.ts';
import { asGateway, asHub, GATEWAY, HUB, OFFICER, type SignedHeaders } from './signing.ts';

const header = ({ key }: typeof GATEWAY, typ: string) => ({ alg: 'EdDSA', typ, kid: key.publicKey.kid });
const named = (assertion: string): SignedHeaders => ({ [ASSERTION_HEADER]: assertion });

/** By what is wrong with them. @param subgraph the one that is attacked. */
export async function badAssertions(subgraph: string): Promise<readonly (readonly [string, SignedHeaders])[]> {
  const { path, remove } = lastingFolder();
  onTestFinished(remove);
  const stranger = await makeKey(path, 'stranger');
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { aud: subgraph, sub: 'lan', agency: 'VN', scope: 'case:read', iat: seconds - 61, exp: seconds - 1 };
  const expired = (by: typeof GATEWAY, typ: string) =>
    named(forge(by.key.file, header(by, typ), { ...claims, iss: by.issuer, jti: randomUUID() }));
  const byStranger = await createAssertionSigner({ key: stranger.file, issuer: GATEWAY.issuer });
  const feedByStranger = await createFeedSigner({ key: stranger.file, issuer: HUB.issuer });
  return [
    ['none', {}],
    ['for another subgraph', await asGateway('elsewhere')],
    ['of the hub for another subgraph', await asHub('elsewhere')],
    ['expired', expired(GATEWAY, 'campaign-assertion+jwt')],
    ['of the hub, expired', expired(HUB, 'campaign-feed+jwt')],
    ['by another key', named(await byStranger.assertionFor({ subgraph, caller: OFFICER }))],
    ['of a feed by another key', named(await feedByStranger.assertionFor({ subgraph }))],
  ];
}
