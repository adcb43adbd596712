// How a gateway of the comparison is started: a command, the address it answers at, and what it sends with each request.
import type { Deployment } from '../world/deployment.ts';

export interface GatewayEntry {
  readonly id: string;
  readonly title: string;
  /** Ids of those that it can answer; all where not given. */
  readonly workloads?: readonly string[];
  /** Undefined with a reason on standard error where it is not installed. */
  launch(deployment: Deployment, port: number): Promise<Launch | undefined> | Launch | undefined;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Path of the GraphQL endpoint. */
  readonly path: string;
  /** Headers of the n-th request. */
  readonly headers?: (n: number) => Readonly<Record<string, string>>;
}
