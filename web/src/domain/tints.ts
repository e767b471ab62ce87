// Colours for zones so that neighbours differ: greedy colouring over the shared edges, in a fixed order, so a reload looks the same.
export interface Edge { left: string | null; right: string | null }

/** `zoneOf` maps an area code to the zone it lies in (itself for a zone), or null. Returns an index below `colours` per zone. */
export function tints(zones: readonly string[], edges: readonly Edge[], zoneOf: (code: string) => string | null, colours: number): Map<string, number> {
  const near = new Map<string, Set<string>>(zones.map((zone) => [zone, new Set<string>()]));
  for (const { left, right } of edges) {
    const a = left === null ? null : zoneOf(left);
    const b = right === null ? null : zoneOf(right);
    if (a === null || b === null || a === b) continue;
    near.get(a)?.add(b);
    near.get(b)?.add(a);
  }
  const result = new Map<string, number>();
  zones.forEach((zone, index) => {
    const taken = new Set([...(near.get(zone) ?? [])].map((other) => result.get(other)));
    let tint = index % colours;
    for (let step = 0; step < colours && taken.has(tint); step++) tint = (tint + 1) % colours;
    result.set(zone, tint);
  });
  return result;
}
