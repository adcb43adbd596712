// Where other hosts are.
export { type HostLookupOptions, hostLookup, lookupHost } from './lookup.ts';
