import { describe, expect, it } from 'vitest';
import { EMPTY, format, formatView, parse, parseView, type UrlState } from './url';

const full: UrlState = {
  door: 'inspect', point: [102.5412345, 24.3512345], sel: { kind: 'compound', code: 'C/07 甲' }, list: 'compound', incident: 'a-b',
  layers: ['road', 'compound'], lang: 'en', filters: { category: 'stalls,graffiti', from: '2026-11-01', state: 'open' },
};

describe('the URL', () => {
  it('comes back as it went', () => expect(parse(format(full))).toEqual(full));
  it('is empty for the start screen', () => expect(format(EMPTY)).toBe(''));
  it('keeps "no layer" apart from "the default layers"', () => {
    expect(parse('?layers=').layers).toEqual([]);
    expect(parse('').layers).toBeNull();
    expect(format({ ...EMPTY, layers: [] })).toBe('?layers=');
  });
  it('reads nonsense as nothing', () => {
    expect(parse('?door=attic&lon=abc&lat=1&sel=/x&lang=fr')).toEqual(EMPTY);
    expect(parse('?lon=181&lat=0').point).toBeNull();
    expect(parse('?lon=&lat=').point).toBeNull();
  });
  it('keeps commas readable', () => expect(format({ ...EMPTY, layers: ['a', 'b'] })).toBe('?layers=a,b'));
  it('holds the map view in the fragment', () => {
    const view = { zoom: 16.25, center: [102.54, 24.35] as [number, number] };
    expect(formatView(view)).toBe('#map=16.25/24.35/102.54');
    expect(parseView(formatView(view))).toEqual(view);
    expect(parseView('#panel')).toBeNull();
    expect(parseView('#map=16/x/1')).toBeNull();
    expect(parseView('#map=99/1/1')).toBeNull();
  });
});
