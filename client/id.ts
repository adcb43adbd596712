// What a document is known by to a gateway that has the client's manifest: the SHA-256 of its text, hex.

const ids = new WeakMap<object, Promise<string>>();

/** Undefined where there is nothing to make it with: a browser has it on secure pages only. */
export function idOf(document: { toString(): string }): Promise<string> | undefined {
  const known = ids.get(document);
  if (known) return known;
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return undefined;
  const id = subtle.digest('SHA-256', new TextEncoder().encode(document.toString())).then(hex);
  ids.set(document, id);
  return id;
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
