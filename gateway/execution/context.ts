// What belongs to one request, from its headers to its answer.
import type { Caller } from '../authentication/caller.ts';
import type { Reports } from '../transport/reports.ts';
import type { ViewerContext } from '../viewer/context.ts';

export interface GatewayContext {
  readonly caller: Caller;
  /** Names the request in logs and in the header `x-request-id`. */
  readonly requestId: string;
  /** What goes wrong in calls of subgraphs is gathered here. */
  readonly reports: Reports;
}

/** The same, once it is known which schema the operation runs on. */
export interface ExecutionContext extends GatewayContext, ViewerContext {}
