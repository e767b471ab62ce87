import { describe, expect, it } from 'vitest';
import { Drawing } from './drawing';
import { cells, readRoster, rosterRows } from './roster';
import type { DraftAreas } from './types';

const PASTED = '水巷社区点长名册\t\t\t\n片区\t点位\t点长\t范围文字\n老井片区\t马家巷点位\t李明\t"东至马家巷，\n南至和平街"\n\t织布巷点位\t\t\n\t马家巷点位\t王芳\t\n\n北苑片区\t\t\t\n\t\t张三\t\n';
const draft: DraftAreas = {
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', geometry: null, properties: { code: 'C', name: '水巷社区', level: 'community', parent: null, extent: null } },
    { type: 'Feature', geometry: null, properties: { code: 'C-1', name: '老井片区', level: 'zone', parent: 'C', extent: null } },
    { type: 'Feature', geometry: null, properties: { code: 'C-1-07', name: '织布巷点位', level: 'point', parent: 'C-1', extent: null } },
  ],
};

describe('a pasted roster', () => {
  it('keeps quoted cells with line breaks and quotes whole, tabs or commas', () => {
    expect(cells('a\t"b\nc ""d"""\r\ne\t')).toEqual([['a', 'b\nc "d"'], ['e', '']]);
    expect(cells('片区,点位\n"一,二",三')).toEqual([['片区', '点位'], ['一,二', '三']]);
  });
  it('finds its headings below a title, fills merged zones down and tells bad rows by their line', () => {
    const { rows, faults } = readRoster(PASTED);
    expect(rows.map(({ zone, point }) => [zone, point])).toEqual([['老井片区', '马家巷点位'], ['老井片区', '织布巷点位'], ['北苑片区', '']]);
    expect(rows[0]!.extent).toBe('东至马家巷，\n南至和平街');
    expect(faults.map(({ line, kind }) => [line, kind])).toEqual([[5, 'twice'], [8, 'no_name']]);
  });
  it('without headings is refused as a whole', () => {
    expect(readRoster('李明\t1380000').faults.map(({ kind }) => kind)).toEqual(['no_heading']);
  });
});

describe('the areas of a roster', () => {
  it('stand below their zones, undrawn, with codes that go on; what is there stays', () => {
    const drawing = new Drawing(draft);
    const { rows, faults } = rosterRows(drawing, readRoster(PASTED), 'C');
    expect(Object.values(rows).map(({ code, name, level, parent }) => [code, name, level, parent])).toEqual([
      ['C-1-08', '马家巷点位', 'point', 'C-1'], ['C-2', '北苑片区', 'zone', 'C'],
    ]);
    expect(faults.map(({ line, kind }) => [line, kind])).toEqual([[4, 'exists'], [5, 'twice'], [8, 'no_name']]);
    expect(drawing.do(null, rows)).toBeNull();
    expect(drawing.changes().upsert.map(({ code, geometry }) => [code, geometry])).toEqual([['C-1-08', null], ['C-2', null]]);
  });
  it('never take a code twice', () => {
    const { rows, faults } = rosterRows(new Drawing(draft), readRoster('点位\t编码\n甲\tX1\n乙\tX1\n丙\tC-1'), 'C');
    expect(Object.values(rows).map(({ name }) => name)).toEqual(['甲']);
    expect(faults.map(({ kind, text }) => [kind, text])).toEqual([['code_taken', 'X1'], ['code_taken', 'C-1']]);
  });
});
