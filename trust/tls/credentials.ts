// What one side of a mutually authenticated line shows and believes: its certificate and key, and the authority that must
// have signed the other side's. Read from files and checked, so that a fault is told before a peer meets it.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '#schema/configuration/read.ts';
import { readText } from '#schema/configuration/read-text.ts';

/** PEM files; absolute paths. */
export interface TlsFiles {
  /** Authorities that the other side's certificate must come from; no other is believed. */
  readonly ca: string;
  /** Certificate of this side, its chain behind it. */
  readonly cert: string;
  readonly key: string;
}

export interface TlsCredentials {
  /** PEM. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** When this side's certificate, or the first of the authorities, ends; milliseconds since 1970. */
  readonly until: number;
}

/** For both sides. Nothing older than 1.3: there the certificates themselves travel encrypted. */
export const TLS_VERSION = { minVersion: 'TLSv1.3' } as const;

/** @throws ConfigurationError where a file cannot be read, is not what it should be, or is not good now. */
export function readCredentials(files: TlsFiles, now = Date.now()): TlsCredentials {
  const [ca, cert, key] = [readPem(files.ca), readPem(files.cert), readPem(files.key)];
  const authorities = certificatesOf(files.ca, ca);
  for (const each of authorities) {
    if (!each.ca) throw fault(files.ca, 'certificates of authorities', `${nameOf(each)}, which is none`);
  }
  const chain = certificatesOf(files.cert, cert);
  const [leaf] = chain;
  if (leaf === undefined) throw fault(files.cert, 'a certificate in PEM', 'none');
  for (const [file, each] of [
    ...authorities.map((authority) => [files.ca, authority] as const),
    ...chain.map((link) => [files.cert, link] as const),
  ])
    requireGood(file, each, now);
  if (!leaf.checkPrivateKey(privateKeyOf(files.key, key)))
    throw fault(files.key, `the private key of ${files.cert}`, 'another');
  try {
    createSecureContext({ ca, cert, key, ...TLS_VERSION });
  } catch (error) {
    throw fault(files.cert, 'a certificate that TLS takes', messageOf(error));
  }
  const ends = [...authorities, ...chain].map((each) => each.validToDate.getTime());
  return { ca, cert, key, until: Math.min(...ends) };
}

function readPem(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw fault(file, 'a readable file', (error as NodeJS.ErrnoException).code ?? messageOf(error));
  }
}

function certificatesOf(file: string, pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw fault(file, 'a certificate in PEM', 'none');
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw fault(file, 'certificates in PEM', 'one that cannot be read');
  }
}

function privateKeyOf(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The reason would say something of what stands there.
    throw fault(file, 'a private key in PEM, without a passphrase', 'none');
  }
}

function requireGood(file: string, certificate: X509Certificate, now: number): void {
  const { validFromDate, validToDate } = certificate;
  if (now >= validToDate.getTime())
    throw fault(file, 'a certificate that is good now', `${nameOf(certificate)}, which ended ${iso(validToDate)}`);
  if (now < validFromDate.getTime())
    throw fault(file, 'a certificate that is good now', `${nameOf(certificate)}, which begins ${iso(validFromDate)}`);
}

function nameOf({ subject }: X509Certificate): string {
  return JSON.stringify((subject ?? 'one without a subject').replaceAll('\n', ', '));
}

function iso(date: Date): string {
  return date.toISOString();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fault(file: string, expected: string, got: string): ConfigurationError {
  return new ConfigurationError([`${file}: expected ${expected}, got ${got}`]);
}
