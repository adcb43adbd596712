// The SDL that a participant publishes: what the gateway composes from.
import { participantSdl } from '#schema/build/participant-sdl.ts';
import type { ParticipantConfig } from './config.ts';

/** The contract unchanged, the participant's case type, and its national additions. */
export function publishedSdl({ participant, national }: ParticipantConfig): string {
  return participantSdl(participant, national);
}
