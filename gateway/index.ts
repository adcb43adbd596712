// The gateway's public face.
export { type GatewayConfig, gatewaySchema, readGatewayConfig } from './config/read.ts';
export { describePlan, type OperationPlanner, operationPlanner } from './execution/plan-operation.ts';
export { type RunningGateway, startGateway } from './server/start.ts';
