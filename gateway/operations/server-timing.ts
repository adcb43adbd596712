// How long each subgraph took, in the header `Server-Timing`: for who operates the gateway, and for nobody else.
import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../execution/context.ts';

/** The scope that opens it. */
const SCOPE = 'operations:read';

export function serverTiming(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response }) {
          const { caller, reports } = contextValue;
          if (!caller.scopes.includes(SCOPE) || reports.took.size === 0) return;
          const times = [...reports.took].map(([subgraph, ms]) => `${subgraph};dur=${ms.toFixed(1)}`);
          response.http.headers.set('server-timing', times.join(', '));
        },
      };
    },
  };
}
