// Credentials that are read again when a file changes. What cannot be taken then changes nothing: the last good stay.
import { watchFiles } from '#schema/configuration/watch.ts';
import { readCredentials, type TlsCredentials, type TlsFiles } from './credentials.ts';

export interface FollowedCredentials {
  current(): TlsCredentials;
  /** Looks at the files now. */
  check(): Promise<void>;
  close(): void;
}

export interface CredentialsLogger {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How long before its end a certificate is spoken of. */
const SOON_MS = 14 * 24 * 3_600_000;

/**
 * @param changed gets the new credentials each time they are taken. Certificate and key are two files: between the
 * writing of one and the other they do not fit, and the last good ones stay.
 * @throws ConfigurationError where they cannot be taken at the start.
 */
export function followCredentials(
  files: TlsFiles,
  changed: (credentials: TlsCredentials) => void,
  logger: CredentialsLogger,
  intervalMs?: number,
): FollowedCredentials {
  const read = () => {
    const credentials = readCredentials(files);
    if (credentials.until - Date.now() < SOON_MS)
      logger.warn({ file: files.cert, until: new Date(credentials.until) }, 'A certificate ends soon');
    return credentials;
  };
  // The watch comes first: a change between the two is read twice rather than missed.
  const watch = watchFiles(
    () => [files.ca, files.cert, files.key],
    () => {
      current = read();
      changed(current);
    },
    (error) => logger.error({ err: error }, 'Certificates were not taken; the last good ones stay'),
    intervalMs,
  );
  let current: TlsCredentials;
  try {
    current = read();
  } catch (error) {
    watch.close();
    throw error;
  }
  return { current: () => current, check: () => watch.check(), close: () => watch.close() };
}
