// The certificate of coverage as a person reads it: its findings in one order with a number each, where they lie on the
// map, and what is counted. Pure.
import type { components } from '../api/schema';
import type { LonLat, Words } from '../api/types';
import { LEVELS, type Level } from './edition/types';

export type Certificate = components['schemas']['Certificate'];
export const PARTS = ['geometry', 'posts', 'departments'] as const;
export type Part = (typeof PARTS)[number];

export interface Finding {
  number: number;
  part: Part;
  warning: boolean;
  words: Words;
  /** Null where the area that it is about is not drawn. */
  place: LonLat | null;
  areas: string[];
  width_m: number | null;
  area_m2: number | null;
}

/** Geometry first, then posts, then departments; faults before warnings within each. `placeOf` is where an area's name stands. */
export function findingsOf(certificate: Certificate, placeOf: (code: string) => LonLat | null): Finding[] {
  type Plain = Omit<Finding, 'number'>;
  const people = (part: Part, warning: boolean, words: Words, code: string): Plain => ({ part, warning, words, place: placeOf(code), areas: [code], width_m: null, area_m2: null });
  const parts: Plain[][] = [
    certificate.geometry.map(({ warning, words, place, areas, width_m, area_m2 }) => ({ part: 'geometry', warning, words, place: [place[0]!, place[1]!], areas, width_m: width_m ?? null, area_m2: area_m2 ?? null })),
    (certificate.posts ?? []).map((post) => people('posts', post.state === 'person_pending', post.words, post.code)),
    (certificate.departments ?? []).map((one) => people('departments', false, one.words, one.code)),
  ];
  const sorted = parts.flatMap((part) => [...part.filter(({ warning }) => !warning), ...part.filter(({ warning }) => warning)]);
  return sorted.map((one, index) => ({ number: index + 1, ...one }));
}

/** Faults and warnings of each part; null where a part was not checked. */
export function counted(certificate: Certificate): Record<Part, { faults: number; warnings: number } | null> {
  const count = (all: readonly boolean[]): { faults: number; warnings: number } => ({ faults: all.filter((warning) => !warning).length, warnings: all.filter((warning) => warning).length });
  return {
    geometry: count(certificate.geometry.map(({ warning }) => warning)),
    posts: certificate.posts && count(certificate.posts.map(({ state }) => state === 'person_pending')),
    departments: certificate.departments && count(certificate.departments.map(() => false)),
  };
}

export interface Mark { place: LonLat; label: string; warning: boolean; numbers: number[] }

/** Findings at one place share a mark: it says the first number, and how many more there are. */
export function marksOf(findings: readonly Finding[]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { number, place, warning } of findings) {
    if (!place) continue;
    const known = marks.get(String(place));
    const numbers = [...(known?.numbers ?? []), number];
    marks.set(String(place), {
      place, numbers, warning: warning && (known?.warning ?? true),
      label: numbers.length > 1 ? `${numbers[0]}+${numbers.length - 1}` : String(number),
    });
  }
  return [...marks.values()];
}

/**
 * What is not drawn, in all: square metres, the share of everything drawn, and how many areas have no shape at all, whose
 * ground nobody knows. The share is null while no size of the whole is known.
 */
export function undrawnOf(certificate: Certificate, whole_m2: number | null): { m2: number; share: number | null; shapeless: number } {
  const known = certificate.undrawn.filter(({ undrawn_m2 }) => undrawn_m2 !== null);
  const m2 = known.reduce((sum, one) => sum + (one.undrawn_m2 ?? 0), 0);
  return { m2, share: whole_m2 === null || whole_m2 <= 0 ? null : m2 / whole_m2, shapeless: certificate.undrawn.length - known.length };
}

/** How many areas there are of each level, from the largest down. */
export function levelsOf(certificate: Certificate): [Level, number][] {
  return LEVELS.flatMap((level): [Level, number][] => (certificate.areas[level] === undefined ? [] : [[level, certificate.areas[level]]]));
}

/** Hexadecimal in groups of eight, so that two people can compare it aloud. */
export function grouped(hex: string): string[] {
  return hex.match(/.{1,8}/g) ?? [];
}
