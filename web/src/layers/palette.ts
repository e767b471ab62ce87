// Colours of the map. The ground stays quiet (warm light greys); strong colour and dark ink are kept for what needs a person.
import type { CaseState, ManagementType } from '../api/types';

export const GROUND = {
  outside: '#f3f1ec',
  other: '#ebe8e1',
  /** Neighbouring zones never share one: `domain/tints` colours them. */
  tints: ['#e9e7dd', '#e2e7e4', '#ece3dd', '#e4e4ec', '#e8ebd9', '#efe9d8'],
  road: '#fdfcfa',
  roadEdge: '#d3cfc6',
  building: '#d9d6cf',
  water: '#d4e2e8',
} as const;

export const BORDER = { community: '#3d464c', zone: '#59646b', point: '#8b949a' } as const;
export const LABEL = { strong: '#1d2327', zone: '#37424a', point: '#5a656c', road: '#6d6f70', halo: '#ffffff' } as const;
export const ACCENT = '#0f6b75';

export interface CompoundLook {
  fill: string;
  line: string;
  /** Width of the outline in pixels. */
  width: number;
  hatch: 'none' | 'light' | 'dark' | 'cross';
  dash: boolean;
}

// Unmanaged ground is what the eye must find first: dark outline and dark hatch. Everything that has a keeper is a plain tint.
export const COMPOUND: Record<ManagementType, CompoundLook> = {
  managed: { fill: '#c8d7de', line: '#88a2af', width: 1, hatch: 'none', dash: false },
  self_managed: { fill: '#cbdccf', line: '#86aa8f', width: 1, hatch: 'none', dash: false },
  trusteeship: { fill: '#d4d5e6', line: '#9497bd', width: 1, hatch: 'none', dash: false },
  enterprise: { fill: '#dfd3c0', line: '#b29a76', width: 1, hatch: 'none', dash: false },
  unit_housing: { fill: '#e5dccb', line: '#b9a88a', width: 1, hatch: 'none', dash: false },
  open: { fill: '#e7e4dc', line: '#9b978c', width: 1, hatch: 'none', dash: true },
  semi_managed: { fill: '#eddccb', line: '#8a5a2b', width: 1.5, hatch: 'light', dash: false },
  unmanaged: { fill: '#e9cfc3', line: '#2a1d18', width: 2.2, hatch: 'dark', dash: false },
  abandoned: { fill: '#e9cfc3', line: '#2a1d18', width: 2.2, hatch: 'cross', dash: false },
  unknown: { fill: '#efeeea', line: '#8f8f8b', width: 1, hatch: 'none', dash: true },
};
export const MANAGEMENT_ORDER: readonly ManagementType[] = [
  'unmanaged', 'abandoned', 'semi_managed', 'trusteeship', 'self_managed', 'open', 'enterprise', 'unit_housing', 'managed', 'unknown',
];
export function management(value: unknown): ManagementType {
  return typeof value === 'string' && value in COMPOUND ? (value as ManagementType) : 'unknown';
}

/** Kinds of problem: four hues that stay apart for colour-blind eyes, and grey for the rest. */
export const KIND = ['#b4491f', '#1f5f99', '#5f7416', '#7b3f8c', '#545c63'] as const;

export type Shape = 'ring' | 'disc' | 'square' | 'tick' | 'diamond' | 'cross';
/** States are told by shape; the words stand in the legend. */
export const SHAPE: Record<CaseState, Shape> = {
  reported: 'ring',
  filed: 'disc',
  dispatched: 'disc',
  handled: 'square',
  closed: 'tick',
  handled_on_site: 'tick',
  suspended: 'diamond',
  rejected: 'cross',
  void: 'cross',
  merged: 'cross',
};
export const SHAPES: readonly Shape[] = ['ring', 'disc', 'square', 'tick', 'diamond', 'cross'];

/** Symbols of point layers: dark glyph on a light plate, one letter of shape each. */
export const PLACE = {
  site: { ink: '#2b4a63', shape: 'flag' },
  facility: { ink: '#5b5f63', shape: 'post' },
  focus_spot: { ink: '#8a2d1c', shape: 'triangle' },
  frontage: { ink: '#6a5a2c', shape: 'shop' },
  resident_group: { ink: '#4c5b4e', shape: 'house' },
} as const;
export const MARKET = { fill: '#f0dcae', line: '#b58a2a' } as const;
export const VENDING = { fill: '#f5e7c8', line: '#b58a2a' } as const;
