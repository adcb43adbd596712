// The seam to Apollo Server, by its own types.
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GatewayContext } from './context.ts';

/** What Apollo Server asks of a gateway: `load`, `onSchemaLoadOrUpdate`, `stop`. */
export type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** One operation, parsed and validated against the schema that it names. */
export type ExecutionRequest = Parameters<Executor>[0];
export type ExecutionAnswer = Awaited<ReturnType<Executor>>;
export type SchemaListener = Parameters<NonNullable<GatewayInterface['onSchemaLoadOrUpdate']>>[0];
