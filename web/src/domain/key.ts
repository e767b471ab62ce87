// Random keys without a secure context: crypto.randomUUID is missing over plain http on an intranet, getRandomValues is not.

/** A UUID v4 from sixteen random bytes. */
export function uuidOf(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UUID has sixteen bytes');
  const own = Uint8Array.from(bytes);
  own[6] = ((own[6] as number) & 0x0f) | 0x40;
  own[8] = ((own[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(own, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
