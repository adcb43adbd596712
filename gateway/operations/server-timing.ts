// How long each subgraph took, in the header `Server-Timing`: for who operates the gateway, and for nobody else.
import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../execution/context.ts';

/** The scope that opens it. */
const SCOPE = 'operations:read';

export const SERVER_TIMING = 'server-timing';

export function serverTiming(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response }) {
          const times = timesFor(contextValue);
          if (times !== undefined) response.http.headers.set(SERVER_TIMING, times);
        },
      };
    },
  };
}

/** The header's value; undefined where there is none for this caller. */
export function timesFor({ caller, reports }: GatewayContext): string | undefined {
  if (!caller.scopes.includes(SCOPE) || reports.took.size === 0) return undefined;
  return [...reports.took].map(([subgraph, ms]) => `${subgraph};dur=${ms.toFixed(1)}`).join(', ');
}
