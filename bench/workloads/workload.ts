// What a gateway is asked. `request(n)` is the n-th request; the same n is the same request for every gateway.

export interface Workload {
  readonly id: string;
  readonly title: string;
  /** Requests at a time, and at least so many before a round, unmeasured. */
  readonly requests: number;
  readonly warmUp: number;
  request(n: number): { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };
}
