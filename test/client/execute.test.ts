// The typed client against gateways that know its operations, and such as do not.
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { execute, type Gateway, RequestError } from '#client/execute.ts';
import { TypedDocumentString } from '#client/generated/graphql.ts';
import { idOf } from '#client/id.ts';
import { casePage } from '#client/operations/case-page.ts';
import { phaseOverview } from '#client/operations/phase-overview.ts';
import { type MockCampaign, mockCampaign } from '../gateway/server/mock-campaign.ts';

const MANIFEST = fileURLToPath(new URL('../../client/generated/operations.json', import.meta.url));
const UNLISTED = new TypedDocumentString<{ viewer: { agency: string } }, Record<string, never>>(
  '{ viewer { agency } }',
);
const variables = { campaign: 'OMD', number: 5 };

const open: MockCampaign[] = [];
afterEach(async () => {
  for (const campaign of open.splice(0)) await campaign.close();
});

/** A client of a gateway of its own, and the bodies that it sends. */
async function client(persistedOperations?: Record<string, unknown>) {
  const campaign = await mockCampaign(persistedOperations ? { persistedOperations } : {});
  open.push(campaign);
  const sent: string[] = [];
  const gateway: Gateway = {
    url: campaign.gateway.url,
    token: () => campaign.token,
    fetch: (url, init) => {
      const { query, extensions } = JSON.parse(init?.body as string) as { query?: string; extensions?: unknown };
      sent.push([query !== undefined && 'text', extensions !== undefined && 'id'].filter(Boolean).join(' and '));
      return fetch(url, init);
    },
  };
  return { gateway, sent };
}

describe('the typed client', { timeout: 30_000 }, () => {
  it('sends the id alone of what the gateway has in its manifest', async () => {
    const { gateway, sent } = await client({ manifest: MANIFEST });
    expect((await execute(gateway, casePage, variables)).data).toMatchObject({ campaign: {} });
    expect((await execute(gateway, phaseOverview, variables)).data).toMatchObject({ campaign: {} });
    expect(sent).toEqual(['id', 'id']);
  });

  it('sends the text of what the gateway does not know, and does not ask twice by that id', async () => {
    const { gateway, sent } = await client({ manifest: MANIFEST });
    for (const _ of ['first', 'second'])
      expect((await execute(gateway, UNLISTED)).data).toEqual({ viewer: { agency: 'VN' } });
    await execute(gateway, casePage, variables);
    expect(sent).toEqual(['id', 'text', 'text', 'id']);
  });

  it('sends no ids to a gateway that has no manifest, once it has said so', async () => {
    const { gateway, sent } = await client();
    await execute(gateway, casePage, variables);
    await execute(gateway, phaseOverview, variables);
    await execute(gateway, UNLISTED);
    expect(sent).toEqual(['id', 'text', 'text', 'text']);
  });

  it('does not send the text where only the list is answered: it is refused as a whole', async () => {
    const { gateway, sent } = await client({ manifest: MANIFEST, only: true });
    expect((await execute(gateway, casePage, variables)).data).toMatchObject({ campaign: {} });
    const refused = await execute(gateway, UNLISTED).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ status: 403, errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_IN_LIST' } }] });
    expect(sent).toEqual(['id', 'id']);
  });

  it('sends a text that hashes to the id in the manifest', async () => {
    const { default: manifest } = (await import(MANIFEST, { with: { type: 'json' } })) as {
      default: { operations: { id: string; body: string }[] };
    };
    for (const document of [casePage, phaseOverview])
      expect(manifest.operations).toContainEqual(
        expect.objectContaining({ id: await idOf(document), body: document.toString() }),
      );
  });
});
