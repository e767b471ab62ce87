import { describe, expect, it } from 'vitest';
import { uuidOf } from './key';

describe('a key from random bytes', () => {
  it('is a UUID of version 4 and its variant', () => {
    expect(uuidOf(new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000');
    expect(uuidOf(new Uint8Array(16).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  });
  it('leaves the bytes alone and refuses another length', () => {
    const bytes = new Uint8Array(16).fill(255);
    uuidOf(bytes);
    expect(bytes.every((byte) => byte === 255)).toBe(true);
    expect(() => uuidOf(new Uint8Array(8))).toThrow(RangeError);
  });
});
