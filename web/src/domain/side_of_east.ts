// What lies round a place: the side of the first border to the east of it.

/** Borders pass by one after the other; `found` is what the nearest of them to the east has on this side. */
export class SideOfEast<T> {
  found: T;
  #nearest = Infinity;
  readonly #x: number;
  readonly #y: number;

  /** `outside` is what lies where no border is to the east. */
  constructor([x, y]: readonly [number, number], outside: T) {
    this.#x = x;
    this.#y = y;
    this.found = outside;
  }

  /** A straight piece of border from `a` to `b` and what lies left and right of it. */
  pass(a: readonly [number, number], b: readonly [number, number], left: T, right: T): void {
    if (a[1] > this.#y === b[1] > this.#y) return;
    const east = a[0] + ((this.#y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) - this.#x;
    if (east <= 0 || east >= this.#nearest) return;
    this.#nearest = east;
    this.found = b[1] > a[1] ? left : right;
  }
}
