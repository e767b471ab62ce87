import { describe, expect, it } from 'vitest';
import { build } from './build';
import { History } from './command';
import { drawInside, merge, split } from './cuts';
import { polygonsOf, polygonsRound } from './faces';
import { anyCommand, cells, random } from './generate';
import { fromGeoJson, toGeoJson } from './geojson';
import { Refused, type Graph } from './graph';
import { boxOf, doubleArea, meet, middleInside, same, toGrid, turn, type Point } from './grid';
import { addVertex, moveVertex, redraw, removeVertex, vertexOf } from './moves';
import { redrawAcross } from './redraw_across';
import { snap } from './snap';

/** Everything that the graph knows, in an order that does not depend on how it came about. */
const whole = (graph: Graph): string => JSON.stringify([
  [...graph.nodes].sort(([a], [b]) => a - b), [...graph.edges].sort(([a], [b]) => a - b),
  [...graph.faces].map(([face, edges]) => [face, [...edges].sort((a, b) => a - b)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)), graph.next,
]);

const shapes = (graph: Graph): string => JSON.stringify(graph.codes().map((code) => [code, polygonsOf(graph, code)]));
/** The edge and segment between two points that follow each other. */
function edgeWith(graph: Graph, a: Point, b: Point): { edge: number; segment: number } {
  for (const [edge, { line }] of graph.edges) {
    const segment = line.findIndex((point, i) => i + 1 < line.length && ((same(point, a) && same(line[i + 1]!, b)) || (same(point, b) && same(line[i + 1]!, a))));
    if (segment >= 0) return { edge, segment };
  }
  throw new Error('no such segment');
}
const areaOf = (graph: Graph, code: string): bigint => polygonsOf(graph, code).flat().reduce((sum, ring) => sum + doubleArea(ring), 0n);
const ringsOf = (graph: Graph): Point[][] => graph.codes().flatMap((code) => polygonsOf(graph, code).flat());

/** Sum of the outlines of what nobody owns: what the areas must fill exactly. */
function owned(graph: Graph): bigint {
  let sum = 0n;
  for (const { line, left, right } of graph.edges.values()) {
    if (left !== null && right !== null) continue;
    const run = left === null ? [...line].reverse() : line;
    for (let i = 0; i + 1 < run.length; i += 1) sum += BigInt(run[i]![0]) * BigInt(run[i + 1]![1]) - BigInt(run[i]![1]) * BigInt(run[i + 1]![0]);
  }
  return sum;
}

/** Decided from the exported polygons alone, by every pair of segments. */
function isPartition(graph: Graph): void {
  const directed = new Set<string>();
  const segments = new Map<string, [Point, Point]>();
  for (const ring of ringsOf(graph)) {
    ring.forEach((a, index) => {
      const b = ring[(index + 1) % ring.length]!;
      expect(directed.has(`${a} ${b}`), `${a} ${b} bounds two areas on one side`).toBe(false);
      directed.add(`${a} ${b}`);
      if (!segments.has(`${b} ${a}`)) segments.set(`${a} ${b}`, [a, b]);
    });
  }
  const all = [...segments.values()].sort((one, other) => Math.min(one[0][0], one[1][0]) - Math.min(other[0][0], other[1][0]));
  for (let i = 0; i < all.length; i += 1) {
    const [a, b] = all[i]!;
    const east = Math.max(a[0], b[0]);
    for (let j = i + 1; j < all.length; j += 1) {
      const [c, d] = all[j]!;
      if (Math.min(c[0], d[0]) > east) break;
      if (!meet(a, b, c, d)) continue;
      const [joint, p, q] = same(a, c) ? [a, b, d] : same(a, d) ? [a, b, c] : same(b, c) ? [b, a, d] : same(b, d) ? [b, a, c] : [null, a, b];
      expect(joint, `${a} – ${b} meets ${c} – ${d}`).not.toBeNull();
      expect(turn(joint!, p, q) !== 0 || (p[0] - joint![0]) * (q[0] - joint![0]) < 0 || (p[1] - joint![1]) * (q[1] - joint![1]) < 0).toBe(true);
    }
  }
  expect(graph.codes().reduce((sum, code) => sum + areaOf(graph, code), 0n)).toBe(owned(graph));
  for (const code of graph.codes()) expect(areaOf(graph, code) > 0n, code).toBe(true);
}

/** Scattered places lie in one area where the even-odd rule over all outlines says inside, and in none elsewhere. */
function oneOwnerEach(graph: Graph, dice: (below: number) => number): void {
  const areas = graph.codes().map((code) => ({ code, rings: polygonsOf(graph, code).flat() }));
  const box = boxOf(areas.flatMap(({ rings }) => rings.flat()));
  for (let i = 0; i < 300; i += 1) {
    const p: Point = [box.west + dice(box.east - box.west), box.south + dice(box.north - box.south)];
    const q: Point = [p[0] + 1, p[1] + 1];
    const owners = areas.filter(({ rings }) => rings.filter((ring) => middleInside(p, q, ring)).length % 2 === 1);
    expect(owners.length, `${p} in ${owners.map(({ code }) => code)}`).toBeLessThanOrEqual(1);
    const crossed = [...graph.edges.values()].filter(({ left, right }) => left === null || right === null).reduce((sum, { line }) => sum + crossings(p, line), 0);
    expect(owners.length, String(p)).toBe(crossed % 2);
  }
}

/** How often a ray to the east from half a unit beside p meets a line. */
function crossings([x, y]: Point, line: readonly Point[]): number {
  let count = 0;
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [a, b] = [line[i]!, line[i + 1]!];
    if (a[1] > y === b[1] > y) continue;
    const at: Point = [2 * x + 1, 2 * y + 1];
    const side = turn([2 * a[0], 2 * a[1]], [2 * b[0], 2 * b[1]], at);
    if (b[1] > a[1] ? side > 0 : side < 0) count += 1;
  }
  return count;
}

const box = (west: number, south: number, east: number, north: number): Point[] => [[west, south], [east, south], [east, north], [west, north]];

describe('a graph of areas in a tree', () => {
  // A zone of 100 × 100 with two points in its south; its north is not divided further.
  const zone = [
    { code: 'z', polygons: [[box(0, 0, 100, 100)]] },
    { code: 'p', parent: 'z', polygons: [[box(0, 0, 50, 40)]] },
    { code: 'q', parent: 'z', polygons: [[box(50, 0, 100, 40)]] },
    { code: 'other', polygons: [[box(100, 0, 200, 100)]] },
  ];
  it('has a face for the ground of an area that none of its children has', () => {
    const graph = build(zone);
    expect(graph.codes()).toEqual(['other', 'p', 'q', 'z']);
    expect(areaOf(graph, 'z')).toBe(BigInt(2 * 100 * 60));
    isPartition(graph);
  });
  it('has none for an area that its children fill', () => {
    expect(build([{ code: 'z', polygons: [[box(0, 0, 100, 40)]] }, ...zone.slice(1, 3)]).codes()).toEqual(['p', 'q']);
  });
  it('gives an area back with everything below it, its border moved with the points along it', () => {
    const graph = build(zone);
    const round = (faces: string[]): bigint => polygonsRound(graph, new Set(faces)).flat().reduce((sum, ring) => sum + doubleArea(ring), 0n);
    expect(round(['z', 'p', 'q'])).toBe(20000n);
    const corner = [...graph.nodes].find(([, node]) => same(node.at, [100, 40]))![0];
    expect(new History(graph).do(moveVertex({ node: corner }, [110, 40]))).toBeNull();
    expect(round(['z', 'p', 'q'])).toBe(20000n + 1000n);
    expect(round(['other'])).toBe(20000n - 1000n);
  });
  it('keeps holes and parts of a union', () => {
    const graph = build(cells(4, 3));
    const all = new Set(graph.codes());
    expect(polygonsRound(graph, all).flat().reduce((sum, ring) => sum + doubleArea(ring), 0n)).toBe(owned(graph));
    for (const code of all) expect(polygonsRound(graph, new Set([code]))).toEqual(polygonsOf(graph, code));
  });
  it('refuses areas that lie on each other and are not in one line of the tree', () => {
    expect(() => build([{ code: 'a', polygons: [[box(0, 0, 9, 9)]] }, { code: 'b', polygons: [[box(0, 0, 9, 9)]] }])).toThrow(Refused);
  });
});

describe('the shared-edge graph', () => {
  it('gives back the areas that it was built from', () => {
    const areas = cells(5, 7);
    const graph = build(areas);
    expect(shapes(build(graph.codes().map((code) => ({ code, polygons: polygonsOf(graph, code) }))))).toBe(shapes(graph));
    for (const { code, polygons } of areas) {
      const given = polygons.flatMap((rings) => rings.map((ring, index) => (index === 0 ? 1n : -1n) * (doubleArea(ring) < 0n ? -doubleArea(ring) : doubleArea(ring)))).reduce((a, b) => a + b);
      expect(areaOf(graph, code), code).toBe(given);
    }
    expect(polygonsOf(graph, 'parts')).toHaveLength(2);
    expect(polygonsOf(graph, 'ring')[0]).toHaveLength(2);
    isPartition(graph);
  });

  it('goes through GeoJSON bit for bit', () => {
    const graph = build(cells(5, 8));
    const text = JSON.stringify(toGeoJson(graph));
    expect(JSON.stringify(toGeoJson(fromGeoJson(JSON.parse(text))))).toBe(text);
    expect(toGrid([102.5400001, -0])).toEqual([1025400001, 0]);
  });

  it('shares a border once: no edge of neighbours is there twice', () => {
    const graph = build(cells(4, 9));
    const between = [...graph.edges.values()].filter((edge) => [edge.left, edge.right].sort().join() === 'c0-1,c1-1');
    expect(between).toHaveLength(1);
    expect(between[0]!.line).toHaveLength(5);
  });

  it('puts the vertex of a T-junction into the neighbour', () => {
    const graph = build([
      { code: 'wide', polygons: [[[[0, 0], [20, 0], [20, 10], [0, 10]]]] },
      { code: 'a', polygons: [[[[0, 10], [10, 10], [10, 20], [0, 20]]]] },
      { code: 'b', polygons: [[[[10, 10], [20, 10], [20, 20], [10, 20]]]] },
    ]);
    expect(polygonsOf(graph, 'wide')).toEqual([[[[0, 0], [20, 0], [20, 10], [10, 10], [0, 10]]]]);
    isPartition(graph);
  });

  it('refuses areas that overlap or have no extent', () => {
    const box = (x: number): Point[] => [[x, 0], [x + 10, 0], [x + 10, 10], [x, 10]];
    expect(() => build([{ code: 'a', polygons: [[box(0)]] }, { code: 'b', polygons: [[box(0)]] }])).toThrow(Refused);
    expect(() => build([{ code: 'a', polygons: [[[[0, 0], [5, 0], [9, 0]]]] }])).toThrow(Refused);
    expect(() => build([{ code: 'a', polygons: [[box(0)]] }, { code: 'a', polygons: [[box(20)]] }])).toThrow(Refused);
    expect(() => build([{ code: 'a', polygons: [[[[NaN, 0], [5, 0], [9, 9]]]] }])).toThrow(Refused);
  });

  it('moves a corner of four areas in all four and nowhere else', () => {
    const graph = build(cells(4, 3));
    const before = new Map(graph.codes().map((code) => [code, JSON.stringify(polygonsOf(graph, code))]));
    const total = owned(graph);
    const corner = [...graph.nodes].find(([, node]) => new Set(node.leaving.flatMap((half) => [graph.edge(half >> 1).left, graph.edge(half >> 1).right]).filter((face) => face !== null)).size === 4)!;
    const history = new History(graph);
    expect(history.do(moveVertex({ node: corner[0] }, [corner[1].at[0] + 40, corner[1].at[1] - 30]))).toBeNull();
    expect(graph.codes().filter((code) => before.get(code) !== JSON.stringify(polygonsOf(graph, code)))).toHaveLength(4);
    expect(owned(graph)).toBe(total);
    isPartition(graph);
  });

  it('refuses a move over a neighbour, over an island, onto another vertex and off the grid', () => {
    const graph = build([
      { code: 'a', polygons: [[[[0, 0], [100, 0], [100, 100], [0, 100]], [[60, 40], [60, 60], [80, 60], [80, 40]]]] },
      { code: 'island', polygons: [[[[60, 40], [80, 40], [80, 60], [60, 60]]]] },
      { code: 'b', polygons: [[[[100, 0], [200, 0], [200, 100], [100, 100]]]] },
    ]);
    const history = new History(graph);
    const [border] = [...graph.edges].find(([, edge]) => [edge.left, edge.right].sort().join() === 'a,b')!;
    const was = whole(graph);
    expect(history.do(addVertex(border, 0, [10, 50]))?.reason).toBe('jumps_over');
    expect(history.do(addVertex(border, 0, [70, 50]))?.reason).toBe('crosses');
    expect(history.do(addVertex(border, 0, [300, 50]))?.reason).toBe('crosses');
    expect(history.do(addVertex(border, 0, [60, 40]))?.reason).toBe('crosses');
    expect(history.do(addVertex(border, 0, [100.5, 50]))?.reason).toBe('off_grid');
    // Round the island without touching it: no crossing, but the island would lie in b.
    expect(history.do(redraw(border, { segment: 0, at: graph.edge(border).line[0]! }, { segment: 0, at: graph.edge(border).line[1]! }, graph.edge(border).line[0]![1] === 0 ? [[90, 30], [50, 30], [50, 70], [90, 70]] : [[90, 70], [50, 70], [50, 30], [90, 30]]))?.reason).toBe('jumps_over');
    expect(whole(graph)).toBe(was);
    expect(history.canUndo).toBe(false);
  });

  const row = (): Graph => build([0, 100, 200].map((west, index) => ({ code: 'abc'[index]!, polygons: [[[[west, 0], [west + 100, 0], [west + 100, 100], [west, 100]]]] })));
  it('redraws an outline outwards across corners: borders that end there are drawn on to it', () => {
    const graph = row();
    const old = whole(graph);
    const history = new History(graph);
    expect(history.do(redrawAcross(null, [0, 100], [[50, 160], [250, 140]], [300, 100]))).toBeNull();
    isPartition(graph);
    expect(areaOf(graph, 'b')).toBeGreaterThan(20_000n);
    // Where a border meets the new line is rounded to the grid.
    const drawn = doubleArea([[0, 0], [300, 0], [300, 100], [250, 140], [50, 160], [0, 100]]);
    const all = ['a', 'b', 'c'].reduce((sum, code) => sum + areaOf(graph, code), 0n);
    expect(all > drawn - 400n && all < drawn + 400n).toBe(true);
    // Corners of the old outline are vertices of the borders now, no nodes.
    expect([...graph.nodes.values()].some(({ at }) => at[0] === 100 && at[1] === 100)).toBe(false);
    expect(history.undo()).toBe(true);
    expect(whole(graph)).toBe(old);
  });
  it('redraws an outline inwards across corners: borders are cut where it crosses them', () => {
    const graph = row();
    const history = new History(graph);
    // From the middle of one side to the middle of another.
    const [west, east] = [edgeWith(graph, [0, 0], [0, 100]), edgeWith(graph, [300, 0], [300, 100])];
    expect(history.do(redrawAcross(null, { ...west, at: [0, 50] }, [], { ...east, at: [300, 50] }))).toBeNull();
    isPartition(graph);
    for (const code of ['a', 'b', 'c']) expect(areaOf(graph, code)).toBe(10_000n);
    expect([...graph.nodes.values()].map(({ at }) => at).filter(([x]) => x === 100 || x === 200).map(String).sort()).toEqual(['100,0', '100,50', '200,0', '200,50']);
  });
  it('redraws the border of an inner area across corners, its neighbours share what is left', () => {
    const graph = build([
      { code: 'z', polygons: [[[[0, 0], [200, 0], [200, 100], [0, 100]]]] },
      { code: 'p', polygons: [[[[0, 100], [100, 100], [100, 200], [0, 200]]]] }, { code: 'q', polygons: [[[[100, 100], [200, 100], [200, 200], [100, 200]]]] },
    ]);
    const history = new History(graph);
    expect(history.do(redrawAcross('z', [0, 100], [[100, 40]], [200, 100]))).toBeNull();
    isPartition(graph);
    expect(areaOf(graph, 'z')).toBe(40_000n - 12_000n);
    expect(areaOf(graph, 'p')).toBe(20_000n + 6_000n);
    expect(areaOf(graph, 'q')).toBe(20_000n + 6_000n);
  });
  it('does not redraw over an area that would be gone, nor between places that share no face', () => {
    const graph = row();
    const was = whole(graph);
    const history = new History(graph);
    expect(history.do(redrawAcross(null, [0, 100], [[10, -50], [290, -50]], [300, 100]))).not.toBeNull();
    expect(history.do(redrawAcross('a', [0, 100], [], [300, 100]))?.reason).toBe('not_on_boundary');
    expect(whole(graph)).toBe(was);
  });

  it('splits an area with a hole, the hole goes with its side, and merging gives the old outline back', () => {
    const graph = build([
      { code: 'a', polygons: [[[[0, 0], [100, 0], [100, 100], [0, 100]], [[60, 40], [60, 60], [80, 60], [80, 40]]]] },
      { code: 'island', polygons: [[[[60, 40], [80, 40], [80, 60], [60, 60]]]] },
    ]);
    const old = shapes(graph);
    const history = new History(graph);
    const edge = [...graph.edges].find(([, one]) => one.left !== 'island' && one.right !== 'island')![0];
    const segment = graph.edge(edge).line.findIndex(([x, y], i, line) => y === 0 && line[i + 1]?.[1] === 0 && x !== line[i + 1]![0]);
    const opposite = graph.edge(edge).line.findIndex(([x, y], i, line) => y === 100 && line[i + 1]?.[1] === 100 && x !== line[i + 1]![0]);
    expect(history.do(split('a', { edge, segment, at: [50, 0] }, [], { edge, segment: opposite, at: [50, 100] }, 'west'))).toBeNull();
    expect(areaOf(graph, 'west')).toBe(10_000n);
    expect(areaOf(graph, 'a')).toBe(10_000n - 800n);
    expect(polygonsOf(graph, 'a')[0]).toHaveLength(2);
    isPartition(graph);
    expect(history.do(merge('a', 'west'))).toBeNull();
    expect(areaOf(graph, 'a')).toBe(20_000n - 800n);
    expect(history.undo() && history.undo()).toBe(true);
    expect(shapes(graph)).toBe(old);
  });

  it('cuts a piece off beside a hole, whichever way the line runs', () => {
    for (const [from, to] of [[[60, 40], [60, 60]], [[60, 60], [60, 40]]] as [Point, Point][]) {
      const graph = build([
        { code: 'a', polygons: [[[[0, 0], [100, 0], [100, 100], [0, 100]], [[60, 40], [60, 60], [80, 60], [80, 40]]]] },
        { code: 'island', polygons: [[[[60, 40], [80, 40], [80, 60], [60, 60]]]] },
      ]);
      expect(new History(graph).do(split('a', from, [[30, 50]], to, 'wedge'))).toBeNull();
      expect(areaOf(graph, 'wedge')).toBe(600n);
      expect(polygonsOf(graph, 'a')[0]).toHaveLength(2);
      isPartition(graph);
    }
  });

  it('draws a new area beside the others without a gap, and one inside another', () => {
    const graph = build([{ code: 'a', polygons: [[[[0, 0], [100, 0], [100, 100], [0, 100]]]] }]);
    const history = new History(graph);
    expect(history.do(split(null, [100, 0], [[200, 0], [200, 100]], [100, 100], 'b'))).toBeNull();
    expect(polygonsOf(graph, 'b')).toEqual([[[[100, 0], [200, 0], [200, 100], [100, 100]]]]);
    expect(history.do(drawInside('b', [[120, 20], [140, 20], [140, 40]], 'c'))).toBeNull();
    expect(polygonsOf(graph, 'b')[0]).toHaveLength(2);
    expect(history.do(split('b', [200, 0], [], [200, 100], 'd'))?.reason).toBe('does_not_divide');
    expect(history.do(split('b', [100, 0], [[132, 25]], [200, 100], 'd'))?.reason).toBe('crosses');
    expect(history.do(split('b', [200, 0], [], [140, 20], 'd'))?.reason).toBe('does_not_divide');
    expect(history.do(split('a', [0, 0], [], [150, 50], 'd'))?.reason).toBe('not_on_boundary');
    expect(history.do(merge('a', 'c'))?.reason).toBe('not_neighbours');
    isPartition(graph);
  });

  it('keeps a triangle from losing a corner and a node from being taken out', () => {
    const graph = build([{ code: 'a', polygons: [[[[0, 0], [100, 0], [50, 80]]]] }]);
    const history = new History(graph);
    const [edge] = [...graph.edges.keys()];
    expect(history.do(removeVertex(edge!, 1))?.reason).toBe('too_short');
    expect(history.do(removeVertex(edge!, 0))?.reason).toBe('no_such_vertex');
    expect(() => vertexOf(graph, edge!, 9)).toThrow(Refused);
  });

  it('snaps to a vertex before a segment, to a guide when nothing is nearer, and not to what is dragged', () => {
    const graph = build([{ code: 'a', polygons: [[[[0, 0], [10_000, 0], [10_000, 10_000], [0, 10_000]]]] }]);
    expect(snap(graph, [9_900, 60], { within: 3 })).toMatchObject({ kind: 'vertex', at: [10_000, 0] });
    expect(snap(graph, [5_000, 60], { within: 3 })).toMatchObject({ kind: 'segment', at: [5_000, 0] });
    expect(snap(graph, [9_900, 60], { within: 3, except: [[10_000, 0]] })).toBeNull();
    expect(snap(graph, [5_000, 5_060], { within: 3, guides: [[[0, 5_000], [9_000, 5_000]]] })).toMatchObject({ kind: 'guide', at: [5_000, 5_000] });
    expect(snap(graph, [5_000, 5_000], { within: 3 })).toBeNull();
  });
});

describe('no gap can arise by editing', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`after 400 edits of seed ${seed} the areas are a partition, and undo and redo are exact`, () => {
      const graph = build(cells(5, seed));
      const history = new History(graph);
      const dice = random(seed * 7919);
      const states = [whole(graph)];
      for (let serial = 0; serial < 400; serial += 1) {
        let command;
        try {
          command = anyCommand(graph, dice, serial);
        } catch (fault) {
          if (fault instanceof Refused) continue;
          throw fault;
        }
        const refused = history.do(command);
        if (refused) expect(whole(graph), refused.reason).toBe(states[states.length - 1]);
        else states.push(whole(graph));
        if (serial % 40 === 39) isPartition(graph);
        if (serial % 100 === 99) oneOwnerEach(graph, dice);
      }
      expect(states.length).toBeGreaterThan(80);
      isPartition(graph);
      expect(shapes(build(graph.codes().map((code) => ({ code, polygons: polygonsOf(graph, code) }))))).toBe(shapes(graph));
      for (let step = states.length - 2; step >= 0; step -= 1) {
        history.undo();
        expect(whole(graph)).toBe(states[step]);
      }
      for (let step = 1; step < states.length; step += 1) {
        history.redo();
        expect(whole(graph)).toBe(states[step]);
      }
      expect(history.redo()).toBe(false);
    });
  }

  it('a drag among 2,000 areas changes only the edges that meet in the vertex', () => {
    const graph = build(cells(45, 11));
    const node = [...graph.nodes].filter(([, one]) => one.leaving.length === 4)[900]!;
    const patch = moveVertex({ node: node[0] }, [node[1].at[0] + 5, node[1].at[1] + 5])(graph);
    expect(graph.codes().length).toBeGreaterThan(2_000);
    expect([...patch.edges.keys()].sort((a, b) => a - b)).toEqual(node[1].leaving.map((half) => half >> 1).sort((a, b) => a - b));
    expect(patch.faces.size).toBe(0);
  });
});
