// Closes an HTTP server: requests in flight finish, others are refused, and what is still open after `grace` is cut.
import type { FastifyInstance } from 'fastify';

/** @param grace milliseconds. */
export async function closeWithin(app: FastifyInstance, grace: number): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), grace);
  try {
    await app.close();
  } finally {
    clearTimeout(late);
  }
}
