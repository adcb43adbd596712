// What is counted, for Prometheus. Labels come from the configuration, never from a request.
import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { processMetrics } from './process-metrics.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Attempts to load a supergraph, by outcome. */
  readonly loads: Counter<'outcome'>;
  /** When the schema in use was loaded, seconds since the epoch. */
  readonly loadedAt: Gauge;
  /** 1 for each subgraph of which a published SDL was not taken at the last attempt. */
  readonly refused: Gauge<'subgraph'>;
  /** 1 for each participant that is not called, since it has no SDL that was taken. */
  readonly notCalled: Gauge<'subgraph'>;
  /** Operations, by outcome. */
  readonly operations: Counter<'outcome'>;
  /** Looked-up query plans, by outcome: a hit, or a miss that is planned. */
  readonly planLookups: Counter<'outcome'>;
  /** Query plans held for the schema in use. */
  readonly plansHeld: Gauge;
  /** Requests by where the list of persisted operations has them: by id or text, or not. */
  readonly persistedLookups: Counter<'outcome'>;
  /** Operations on that list, by whether they fit the schema in use: ready, refused. */
  readonly persistedOperations: Gauge<'state'>;
  /** Operations of which something was denied. */
  readonly denials: Counter;
  /** Requests refused with 401. */
  readonly unauthenticated: Counter;
  /** Calls of subgraphs, by outcome. */
  readonly calls: Counter<'subgraph' | 'outcome'>;
  /** Of each subgraph: 0 where it is called, 1 where it is tried once, 2 where it is spared after failures. */
  readonly breaker: Gauge<'subgraph'>;
  /** How long calls of subgraphs took, seconds. */
  readonly callSeconds: Histogram<'subgraph'>;
}

const name = (rest: string) => `campaign_gateway_${rest}`;

/** Metrics of one gateway, in a registry of its own. */
export function gatewayMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  processMetrics(registry);
  return {
    registry,
    loads: new Counter({
      name: name('supergraph_loads_total'),
      help: 'Attempts to load a supergraph.',
      labelNames: ['outcome'],
      registers,
    }),
    loadedAt: new Gauge({
      name: name('supergraph_loaded_timestamp_seconds'),
      help: 'When the schema in use was loaded.',
      registers,
    }),
    refused: new Gauge({
      name: name('published_sdl_refused'),
      help: '1 where a published SDL was not taken at the last attempt.',
      labelNames: ['subgraph'],
      registers,
    }),
    notCalled: new Gauge({
      name: name('participant_not_called'),
      help: '1 where a participant has no SDL that was taken.',
      labelNames: ['subgraph'],
      registers,
    }),
    operations: new Counter({
      name: name('operations_total'),
      help: 'Operations executed.',
      labelNames: ['outcome'],
      registers,
    }),
    planLookups: new Counter({
      name: name('plan_cache_lookups_total'),
      help: 'Look-ups of query plans: a hit, or a miss, which is then planned.',
      labelNames: ['outcome'],
      registers,
    }),
    plansHeld: new Gauge({
      name: name('plan_cache_plans'),
      help: 'Query plans held for the schema in use.',
      registers,
    }),
    persistedLookups: new Counter({
      name: name('persisted_lookups_total'),
      help: 'Requests while there is a list of persisted operations: by a known or unknown id, by a text on the list or another.',
      labelNames: ['outcome'],
      registers,
    }),
    persistedOperations: new Gauge({
      name: name('persisted_operations'),
      help: 'Operations on the list of persisted ones: ready, or not fitting the schema in use.',
      labelNames: ['state'],
      registers,
    }),
    denials: new Counter({
      name: name('operations_denied_in_part_total'),
      help: 'Operations of which something was denied to their caller.',
      registers,
    }),
    unauthenticated: new Counter({
      name: name('unauthenticated_total'),
      help: 'Requests refused with 401.',
      registers,
    }),
    calls: new Counter({
      name: name('subgraph_calls_total'),
      help: 'Calls of subgraphs.',
      labelNames: ['subgraph', 'outcome'],
      registers,
    }),
    breaker: new Gauge({
      name: name('subgraph_breaker'),
      help: '0 closed: called; 1 half open: tried once; 2 open: not called for a while.',
      labelNames: ['subgraph'],
      registers,
    }),
    callSeconds: new Histogram({
      name: name('subgraph_call_seconds'),
      help: 'How long calls of subgraphs took.',
      labelNames: ['subgraph'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  };
}
