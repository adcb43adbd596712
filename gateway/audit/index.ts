// The gateway's audit trail: one entry an operation, and no answer with restricted fields before it is durable.
export { foldCoordinates } from './fold-coordinates.ts';
export { openGatewayTrail } from './open.ts';
export { type OperationsReader, type OwnOperations, operationsReader } from './own-operations.ts';
export { type Recorder, recorder } from './recorder.ts';
export { type CheckpointSender, checkpointSender } from './send-checkpoints.ts';
export { unrecordedErrors } from './unrecorded.ts';
