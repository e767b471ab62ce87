// A roster as it is copied out of Excel or WPS: one row an area, columns by their headings. Areas of it stand at once,
// undrawn, with their boundary in words; what cannot be read is told row by row.
import { nextCode } from './codes';
import type { Drawing } from './drawing';
import type { Level, Row } from './types';

export type RosterFault = 'no_heading' | 'no_name' | 'twice' | 'exists' | 'code_taken';
export interface RosterRow { line: number; zone: string; point: string; code: string; extent: string }
export interface Roster { rows: RosterRow[]; faults: { line: number; kind: RosterFault; text: string }[] }

/** Headings that offices use, without spaces. */
const HEADINGS: Record<'zone' | 'point' | 'code' | 'extent', readonly string[]> = {
  zone: ['片区', '片区名称', '所属片区', '二级网格', 'zone'],
  point: ['点位', '点位名称', '网格', '网格名称', '三级网格', 'point'],
  code: ['编码', '编号', '网格编码', '点位编码', 'code'],
  extent: ['范围', '四至', '范围文字', '四至范围', '边界', 'extent'],
};

/** Cells between tabs, or commas where there is no tab; quoted cells may hold both and line breaks. */
export function cells(text: string): string[][] {
  const comma = text.includes('\t') ? '\t' : ',';
  const table: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const put = (): void => { table[table.length - 1]!.push(cell.trim()); cell = ''; };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') { cell += '"'; i += 1; }
      else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === comma) put();
    else if (letter === '\n') { put(); table.push([]); }
    else if (letter !== '\r' && letter !== '\uFEFF') cell += letter;
  }
  put();
  return table;
}

/** Reads a pasted table. Merged cells come as empty ones: an empty zone is that of the row above. */
export function readRoster(text: string): Roster {
  const table = cells(text);
  const plain = (cell: string): string => cell.replace(/\s/g, '').toLowerCase();
  const column = (row: readonly string[], kind: keyof typeof HEADINGS): number => row.findIndex((cell) => HEADINGS[kind].includes(plain(cell)));
  const head = table.findIndex((row) => column(row, 'point') >= 0 || column(row, 'zone') >= 0);
  if (head < 0) return { rows: [], faults: [{ line: 1, kind: 'no_heading', text: table[0]?.join(' ').trim() ?? '' }] };
  const at = Object.fromEntries((Object.keys(HEADINGS) as (keyof typeof HEADINGS)[]).map((kind) => [kind, column(table[head]!, kind)])) as Record<keyof typeof HEADINGS, number>;
  const roster: Roster = { rows: [], faults: [] };
  const seen = new Set<string>();
  let zone = '';
  table.slice(head + 1).forEach((row, index) => {
    const line = head + index + 2;
    if (row.every((cell) => cell === '')) return;
    const cell = (kind: keyof typeof HEADINGS): string => row[at[kind]] ?? '';
    zone = cell('zone') || zone;
    const point = cell('point');
    const say = (kind: RosterFault): void => void roster.faults.push({ line, kind, text: row.filter((one) => one !== '').join(' ') });
    if (point === '' && cell('zone') === '') return say('no_name');
    const name = `${zone}\n${point}`;
    if (seen.has(name)) return say('twice');
    seen.add(name);
    roster.rows.push({ line, zone, point, code: cell('code'), extent: cell('extent') });
  });
  return roster;
}

/** The rows of the drawing that a roster adds, below `community`; areas that are there already are told and left alone. */
export function rosterRows(drawing: Drawing, roster: Roster, community: string): { rows: Record<string, Row>; faults: Roster['faults'] } {
  const rows: Record<string, Row> = {};
  const faults = [...roster.faults];
  const all = (): [string, Row][] => [...drawing.rows, ...Object.entries(rows)];
  const find = (name: string, parent: string): string | undefined => all().find(([, row]) => row.name === name && row.parent === parent)?.[0];
  const add = (name: string, level: Level, parent: string, code: string, extent: string): string => {
    const key = drawing.newKey();
    const taken = new Set(all().map(([, row]) => row.code));
    const siblings = all().filter(([, row]) => row.parent === parent && row.level === level).map(([, row]) => row.code);
    const around = all().find(([one]) => one === parent)?.[1].code ?? '';
    rows[key] = { code: code || nextCode(siblings, taken, around), name, level, parent, extent: extent || null };
    return key;
  };
  for (const { line, zone, point, code, extent } of roster.rows) {
    if (code !== '' && all().some(([, row]) => row.code === code)) {
      faults.push({ line, kind: 'code_taken', text: code });
      continue;
    }
    const known = zone === '' ? community : find(zone, community);
    const parent = known ?? add(zone, 'zone', community, point === '' ? code : '', point === '' ? extent : '');
    if (point === '') {
      if (known !== undefined) faults.push({ line, kind: 'exists', text: zone });
    } else if (find(point, parent) !== undefined) faults.push({ line, kind: 'exists', text: point });
    else add(point, 'point', parent, code, extent);
  }
  return { rows, faults: faults.sort((a, b) => a.line - b.line) };
}
