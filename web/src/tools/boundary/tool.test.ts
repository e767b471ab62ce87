import { describe, expect, it } from 'vitest';
import type { Command, Point } from '../../domain/edge_graph';
import { Drawing } from '../../domain/edition/drawing';
import type { Step } from '../../domain/edition/steps';
import type { DraftAreas, Level, Shape } from '../../domain/edition/types';
import { BoundaryTool } from './tool';

// Two points of 1,000 × 1,000 units (about 11 m) side by side in one zone, and a road across the western one.
const box = (west: number, south: number, east: number, north: number): Shape => ({
  type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]].map(([x, y]) => [x! / 1e7, y! / 1e7])],
});
const area = (code: string, level: Level, parent: string | null, geometry: Shape) => ({ type: 'Feature' as const, properties: { code, name: code, level, parent, extent: null }, geometry });
const areas: DraftAreas = { type: 'FeatureCollection', features: [area('Z', 'zone', null, box(0, 0, 2000, 1000)), area('Z-1', 'point', 'Z', box(0, 0, 1000, 1000)), area('Z-2', 'point', 'Z', box(1000, 0, 2000, 1000))] };
const ROAD: Point[] = [[0, 430], [1000, 430]];

function desk(given: DraftAreas = areas) {
  const drawing = new Drawing(given);
  const refused: string[] = [];
  const tool: BoundaryTool = new BoundaryTool({
    drawing, guides: () => [ROAD],
    commit: (command: Command, step?: Step) => {
      const why = drawing.do(command, step?.rows);
      if (why) refused.push(why.reason);
      return why;
    },
    refused: (why) => refused.push(why.reason), changed: () => undefined,
  });
  // A pixel is 5 cm, so reach is about 50 units.
  const at = (x: number, y: number) => ({ at: [x, y] as Point, metresPerPixel: 0.05 });
  return {
    drawing, tool, refused,
    click: (x: number, y: number) => tool.click(at(x, y)),
    drag: (from: [number, number], to: [number, number]) => {
      const held = tool.down(at(...from));
      if (held) { tool.move(at(...to)); tool.up(); }
      return held;
    },
    ring: (key: string) => (drawing.geometry(key) as { coordinates: number[][][] }).coordinates[0]!.map(([x, y]) => `${Math.round(x! * 1e7)},${Math.round(y! * 1e7)}`),
    codes: () => drawing.changes().upsert.map(({ code }) => code),
  };
}

describe('the select tool', () => {
  it('chooses areas inside, edges on the line, vertices by their handles', () => {
    const { tool, click } = desk();
    click(500, 500);
    expect(tool.selection.key).toBe('Z-1');
    click(1000, 500);
    expect(tool.selection).toMatchObject({ key: null, corner: null });
    expect(tool.selection.edge).not.toBeNull();
    click(1000, 1000);
    expect(tool.selection.corner).not.toBeNull();
  });
  it('takes hold of nothing when nothing is chosen, so that the map moves', () => {
    expect(desk().drag([1000, 1000], [1100, 1100])).toBe(false);
  });
  it('moves a vertex for both neighbours as one step', () => {
    const { drawing, click, drag, ring, codes } = desk();
    click(500, 500);
    expect(drag([1000, 1000], [1200, 1000])).toBe(true);
    expect(ring('Z-1')).toContain('1200,1000');
    expect(ring('Z-2')).toContain('1200,1000');
    expect(codes()).toEqual(['Z', 'Z-1', 'Z-2']);
    drawing.undo();
    expect(codes()).toEqual([]);
  });
  it('adds a vertex by its middle handle and moves an edge by its line', () => {
    const { click, drag, ring, refused } = desk();
    click(1000, 500);
    expect(drag([1000, 500], [1100, 600])).toBe(true);
    expect(ring('Z-2')).toContain('1100,600');
    click(1050, 800);
    expect(drag([1075, 700], [1175, 700])).toBe(true);
    expect(ring('Z-1')).toEqual(expect.arrayContaining(['1100,0', '1200,600', '1100,1000']));
    expect(refused).toEqual([]);
  });
  it('refuses a drag that would turn an area over, and leaves the ground as it was', () => {
    const { click, drag, codes, refused } = desk();
    click(500, 500);
    drag([1000, 1000], [1000, -500]);
    expect(refused.length).toBe(1);
    expect(codes()).toEqual([]);
  });
  it('lets a dragged vertex follow a road', () => {
    const { click, drag, ring } = desk();
    click(500, 500);
    drag([500, 1000], [520, 455]);
    expect(ring('Z-1')).toContain('520,430');
  });
});

describe('tools that draw', () => {
  it('split an area from border to border; the new one is its sibling and chosen', () => {
    const { tool, drawing, click, codes } = desk();
    tool.choose('split');
    click(0, 500);
    click(500, 700);
    click(1000, 300);
    expect(tool.tool).toBe('select');
    expect(drawing.rows.get(tool.selection.key!)).toMatchObject({ code: 'Z-3', level: 'point', parent: 'Z', name: '' });
    // The other side of the borders that were cut has the new vertices too.
    expect(codes()).toEqual(['Z-3', 'Z', 'Z-1', 'Z-2']);
  });
  it('draw a new area beside others by going out and coming back', () => {
    const { tool, drawing, click, ring } = desk();
    tool.choose('split');
    click(2000, 0);
    click(2500, 500);
    click(2000, 1000);
    expect(drawing.rows.get(tool.selection.key!)).toMatchObject({ level: 'point', parent: 'Z' });
    expect(ring('Z')).toContain('2500,500');
  });
  it('begin on a border, or say so', () => {
    const { tool, click, refused } = desk();
    tool.choose('split');
    click(500, 500);
    expect(refused).toEqual(['not_on_boundary']);
    expect(tool.sketch).toEqual([]);
  });
  it('draw an area inside another', () => {
    const { tool, drawing, click, codes } = desk();
    tool.choose('inside');
    for (const [x, y] of [[300, 300], [700, 300], [700, 700], [300, 700], [300, 300]] as const) click(x, y);
    expect(tool.tool).toBe('select');
    expect(codes()).toEqual(['Z-3', 'Z-1']);
    expect(drawing.geometry('Z-1')).toMatchObject({ type: 'Polygon' });
    expect((drawing.geometry('Z-1') as { coordinates: unknown[] }).coordinates.length).toBe(2);
  });
  it('redraw an outer stretch, between vertices or other places of one edge', () => {
    const { tool, click, ring, refused } = desk();
    tool.choose('redraw');
    click(0, 200);
    click(-300, 500);
    click(0, 800);
    expect(refused).toEqual([]);
    expect(ring('Z-1')).toEqual(expect.arrayContaining(['0,200', '-300,500', '0,800']));
    expect(ring('Z')).toContain('-300,500');
  });
  it('redraw an outer stretch across corners, where the border between two areas ends on it', () => {
    const { tool, click, ring, refused, drawing } = desk();
    tool.choose('redraw');
    click(500, 1000);
    click(1000, 1500);
    click(1500, 1000);
    expect(refused).toEqual([]);
    for (const code of ['Z-1', 'Z-2', 'Z']) expect(ring(code)).toContain('1000,1500');
    // The border went straight on; its old end is a vertex on the way.
    expect(ring('Z-1')).toContain('1000,1000');
    expect(ring('Z')).not.toContain('1000,1000');
    expect(drawing.undo()).toBe(true);
    expect(ring('Z')).not.toContain('1000,1500');
  });
  it('give their ground to the chosen area when it is not drawn yet', () => {
    const { tool, drawing, click } = desk({ ...areas, features: [...areas.features, { ...area('Z-7', 'point', 'Z', box(0, 0, 1, 1)), geometry: null }] });
    tool.select({ key: 'Z-7' });
    tool.choose('split');
    click(0, 500);
    click(1000, 500);
    expect(tool.selection.key).toBe('Z-7');
    expect([...drawing.rows.keys()]).toEqual(['Z', 'Z-1', 'Z-2', 'Z-7']);
    expect(drawing.graph.faces.has('Z-7')).toBe(true);
    expect(drawing.undo()).toBe(true);
    expect(drawing.rows.get('Z-7')!.code).toBe('Z-7');
  });
  it('merge the second area into the first', () => {
    const { tool, drawing, click } = desk();
    tool.choose('merge');
    click(500, 500);
    click(1500, 500);
    expect([...drawing.rows.keys()]).toEqual(['Z', 'Z-1']);
    expect(drawing.changes().remove).toEqual(['Z-2']);
  });
  it('drop a line with everything on it', () => {
    const { tool, click } = desk();
    tool.choose('split');
    click(0, 500);
    expect(tool.cancel()).toBe(true);
    expect(tool.sketch).toEqual([]);
    expect(tool.cancel()).toBe(false);
  });
});
