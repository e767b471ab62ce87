// Seeded randomness for the mock's fixtures: the same seed always gives the same place.

/** mulberry32: small, fast, good enough for fixtures. Returns a function giving numbers in [0, 1). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = (random, list) => list[Math.floor(random() * list.length)];

/** A normal number by Box and Muller. */
export function normal(random) {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** A stable id in the shape of a UUID v7, made from a counter. */
export function uuid(counter) {
  const hex = counter.toString(16).padStart(12, "0");
  return `01930000-0000-7000-8000-${hex}`;
}
