// Documents that Apollo Server found valid, for requests that are not answered from prepared operations. Its own store
// weighs a document by its JSON, which takes longer than the look-up saves and is a quarter of what the document holds.
import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { BoundedCache } from '../authorization/bounded-cache.ts';

export type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Characters of the texts. A document holds eighty times as many bytes; most are those of prepared operations. */
const MOST = 500_000;

export function documentStore(most: number = MOST): DocumentStore {
  const held = new BoundedCache<DocumentNode>(most, ({ loc }) => loc?.source.body.length ?? most);
  return {
    get: async (key) => held.get(key),
    async set(key, document) {
      held.getOrMake(key, () => document);
    },
    // Its interface asks for it; Apollo Server does not. What is not used is forgotten.
    delete: async () => false,
  };
}
