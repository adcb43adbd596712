// No sharing of subgraph answers between requests in flight.
export const gatewayConfig = {
  transportEntries: { '*': { options: { deduplicateInflightRequests: false } } },
};
