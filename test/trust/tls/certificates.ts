// Authorities and certificates, made for a test and written as PEM files.
// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 asks for it, for what it does alone
import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { TlsFiles } from '#trust/tls/index.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3_600_000;

export interface Wanted {
  /** DNS names; one for 127.0.0.1 is always there. */
  readonly dns?: readonly string[];
  readonly uri?: readonly string[];
  /** Instead of 127.0.0.1. */
  readonly ip?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly commonName?: string;
}

export interface Authority {
  /** Its own certificate. */
  readonly ca: string;
  /** Writes `NAME.pem` and `NAME.key`, over what was there. */
  issue(name: string, wanted?: Wanted): Promise<TlsFiles>;
}

const serialNumber = () => `01${randomBytes(8).toString('hex')}`;
const days = (count: number) => new Date(Date.now() + count * DAY);
const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

export async function makeAuthority(folder: string, name: string, { from = -2, to = 365 } = {}): Promise<Authority> {
  const keys = await newKeys();
  const subject = `CN=${name}`;
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: subject,
    notBefore: days(from),
    notAfter: days(to),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const ca = join(folder, `${name}.ca.pem`);
  writeFileSync(ca, authority.toString('pem'));
  return {
    ca,
    async issue(owner, wanted = {}) {
      const own = await newKeys();
      const names: JsonGeneralName[] = [
        ...(wanted.dns ?? []).map((value) => ({ type: 'dns' as const, value })),
        ...(wanted.uri ?? []).map((value) => ({ type: 'url' as const, value })),
        ...(wanted.ip ?? ['127.0.0.1']).map((value) => ({ type: 'ip' as const, value })),
      ];
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: `CN=${wanted.commonName ?? owner}`,
        issuer: subject,
        notBefore: days(wanted.from ?? -1),
        notAfter: days(wanted.to ?? 90),
        signingAlgorithm: ALGORITHM,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension(names),
        ],
      });
      const cert = join(folder, `${owner}.pem`);
      const key = join(folder, `${owner}.key`);
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey));
      const pem = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
        format: 'pem',
        type: 'pkcs8',
      });
      writeFileSync(cert, certificate.toString('pem'));
      writeFileSync(key, pem, { mode: 0o600 });
      return { ca, cert, key };
    },
  };
}
