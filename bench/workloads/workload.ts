// What a gateway is asked. `request(n)` is the n-th request; the same n is the same request for every gateway.

export interface Workload {
  readonly id: string;
  readonly title: string;
  /** Requests a round, and at least so many before it, unmeasured. */
  readonly requests: number;
  readonly warmUp: number;
  request(n: number): { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };
}
