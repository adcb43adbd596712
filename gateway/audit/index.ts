// The gateway's audit trail: one entry an operation, and no answer with restricted fields before it is durable.
export { openGatewayTrail } from './open.ts';
export { type Recorder, recorder } from './recorder.ts';
export { type CheckpointSender, checkpointSender } from './send-checkpoints.ts';
export { unrecordedErrors } from './unrecorded.ts';
