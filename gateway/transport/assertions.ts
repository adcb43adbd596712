// What a call says to a subgraph about the caller. Nothing where there is nobody to speak of: an anonymous caller reaches
// only subgraphs that ask for no assertion.
import { createAssertionSigner } from '#trust/assertion/index.ts';
import type { Caller } from '../authentication/caller.ts';
import type { GatewayIdentity } from '../config/read.ts';

/** The assertion for one subgraph about this caller, at once where it was signed before; undefined for none. */
export type AssertionFor = (subgraph: string, caller: Caller) => string | undefined | Promise<string>;

/**
 * @param identity undefined for a gateway that signs nothing.
 * @throws Error where the key cannot be read.
 */
export async function assertionsOf(identity: GatewayIdentity | undefined): Promise<AssertionFor> {
  if (identity === undefined) return () => undefined;
  const signer = await createAssertionSigner(identity);
  // One caller a request, and as many subgraphs as a page has owners.
  const signers = new WeakMap<Caller, (subgraph: string) => string | Promise<string>>();
  return (subgraph, caller) => {
    const { subject, agency, scopes, purpose = null, caseReference = null } = caller;
    if (subject === undefined || agency === undefined) return undefined;
    let signed = signers.get(caller);
    if (!signed) {
      signed = signer.about({ subject, agency, scopes, purpose, caseReference });
      signers.set(caller, signed);
    }
    return signed(subgraph);
  };
}
