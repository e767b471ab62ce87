import { describe, expect, it } from 'vitest';
import { counted, findingsOf, grouped, levelsOf, marksOf, undrawnOf, type Certificate } from './certificate';

const words = { zh: '', en: '' };
const certificate: Certificate = {
  scheme: 'duty', edition: 3, at: '2026-11-24T08:00:00+08:00', boundaries: { areas: 2, sha256: 'ab'.repeat(32), sm3: 'cd'.repeat(32) }, areas: { point: 2 }, faults: 3, warnings: 2,
  geometry: [
    { kind: 'gap', warning: true, place: [1, 2], width_m: 0.02, area_m2: 0.1, areas: ['A', 'B'], words },
    { kind: 'overlap', warning: false, place: [3, 4], width_m: 1, area_m2: 5, areas: ['A', 'B'], words },
  ],
  posts: [
    { role: 'point_head', state: 'vacant', level: 'point', code: 'A', name: '', words },
    { role: 'group_liaison', state: 'person_pending', level: 'point', code: 'A', name: '', words },
    { role: 'point_head', state: 'vacant', level: 'point', code: 'X', name: '', words },
  ],
  departments: null,
  undrawn: [{ code: 'Z', name: '', undrawn_m2: 250, share: 0.25 }, { code: 'X', name: '', undrawn_m2: null, share: null }],
};
const findings = findingsOf(certificate, (code) => (code === 'A' ? [5, 6] : null));

describe('a certificate', () => {
  it('numbers its findings by part, faults before warnings', () => {
    expect(findings.map(({ number, part, warning }) => [number, part, warning])).toEqual([
      [1, 'geometry', false], [2, 'geometry', true], [3, 'posts', false], [4, 'posts', false], [5, 'posts', true],
    ]);
  });
  it('counts faults and warnings apart, and a part that was not checked is not clean', () => {
    expect(counted(certificate)).toEqual({ geometry: { faults: 1, warnings: 1 }, posts: { faults: 2, warnings: 1 }, departments: null });
  });
  it('has one mark a place, and none for what is not drawn', () => {
    expect(marksOf(findings).map(({ place, label, warning }) => [place, label, warning])).toEqual([[[3, 4], '1', false], [[1, 2], '2', true], [[5, 6], '3+1', false]]);
  });
  it('keeps ground that nobody drew apart from ground that nobody knows', () => {
    expect(undrawnOf(certificate, 1000)).toEqual({ m2: 250, share: 0.25, shapeless: 1 });
    expect(undrawnOf(certificate, null).share).toBeNull();
  });
  it('names levels from the largest down', () => {
    expect(levelsOf({ ...certificate, areas: { point: 3, street: 1, zone: 2 } })).toEqual([['street', 1], ['zone', 2], ['point', 3]]);
  });
  it('shows fingerprints in groups', () => {
    expect(grouped('0123456789abcdef01')).toEqual(['01234567', '89abcdef', '01']);
  });
});
