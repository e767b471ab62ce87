import { describe, expect, it } from 'vitest';
import { EMPTY } from '../state/url';
import { every, styleLayers } from '.';
import { active, SWITCHES, toggled } from './catalogue';
import { ORDER } from './order';
import { COMPOUND, MANAGEMENT_ORDER } from './palette';

describe('drawing order', () => {
  it('names every style layer exactly once, and nothing else', () => {
    expect([...every.map((layer) => layer.id)].sort()).toEqual([...ORDER].sort());
    expect(new Set(ORDER).size).toBe(ORDER.length);
  });
  it('draws heat under borders and labels, and the pin last', () => {
    expect(ORDER.indexOf('heat')).toBeLessThan(ORDER.indexOf('border-point'));
    expect(ORDER.indexOf('heat')).toBeLessThan(ORDER.indexOf('road-label'));
    expect(styleLayers.at(-1)?.id).toBe('pin');
  });
  it('has every layer of a switch in the order', () => {
    for (const entry of SWITCHES) for (const id of entry.layers) expect(ORDER).toContain(id);
  });
});

describe('switches', () => {
  it('show incidents by themselves only where the question is about them', () => {
    expect(active(EMPTY).has('incident')).toBe(false);
    expect(active({ ...EMPTY, door: 'inspect' }).has('incident')).toBe(false);
    expect(active({ ...EMPTY, door: 'inspect', filters: { show: 'clusters' } }).has('incident')).toBe(true);
  });
  it('turn one layer off and leave the others', () => {
    const names = toggled(EMPTY, 'road');
    expect(names).not.toContain('road');
    expect(names).toContain('compound');
    expect(active({ ...EMPTY, layers: names }).has('road')).toBe(false);
  });
});

describe('compounds', () => {
  it('have a look for every management type, the unmanaged ones the heaviest', () => {
    expect([...MANAGEMENT_ORDER].sort()).toEqual(Object.keys(COMPOUND).sort());
    for (const [type, look] of Object.entries(COMPOUND)) {
      if (type !== 'unmanaged' && type !== 'abandoned') expect(look.width).toBeLessThan(COMPOUND.unmanaged.width);
    }
  });
});
