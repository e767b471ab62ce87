import { describe, expect, it } from 'vitest';
import { addDays, asWallClock, before, dayOf, daysBetween, instants, isDay, midnight, presetDays, wallClock } from './period';

const ZONE = 'Asia/Shanghai';

describe('a day', () => {
  it('is the calendar day of the zone, not of UTC', () => {
    expect(dayOf('2026-11-23T16:00:00Z', ZONE)).toBe('2026-11-24');
    expect(dayOf('2026-11-23T15:59:59Z', ZONE)).toBe('2026-11-23');
  });
  it('is refused when the calendar has no such day', () => {
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
    expect(isDay('2026-2-1')).toBe(false);
    expect(isDay('')).toBe(false);
  });
  it('opens at local midnight with the offset of that day', () => {
    expect(midnight('2026-11-24', ZONE)).toBe('2026-11-24T00:00:00+08:00');
    expect(midnight('2026-11-24', 'America/Los_Angeles')).toBe('2026-11-24T00:00:00-08:00');
    expect(midnight('2026-07-01', 'America/Los_Angeles')).toBe('2026-07-01T00:00:00-07:00');
    expect(midnight('2026-03-08', 'America/Los_Angeles')).toBe('2026-03-08T00:00:00-08:00');
  });
  it('counts over the end of a month and a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2);
  });
});

describe('a period', () => {
  it('of seven days contains today and six days before', () => {
    expect(presetDays('7d', '2026-11-24')).toEqual({ from: '2026-11-18', to: '2026-11-24' });
    expect(presetDays('today', '2026-11-24')).toEqual({ from: '2026-11-24', to: '2026-11-24' });
    expect(presetDays('all', '2026-11-24')).toEqual({ from: null, to: null });
  });
  it('includes its last day: the instants end at the next midnight', () => {
    expect(instants({ from: '2026-11-01', to: '2026-11-24' }, ZONE)).toEqual({
      from: '2026-11-01T00:00:00+08:00', to: '2026-11-25T00:00:00+08:00',
    });
  });
  it('is compared with as many days just before it', () => {
    expect(before({ from: '2026-11-18', to: '2026-11-24' }, '2026-11-24')).toEqual({ from: '2026-11-11', to: '2026-11-17' });
    expect(before({ from: null, to: null }, '2026-11-24')).toBeNull();
  });
});

describe('the wall clock', () => {
  it('comes back as it was given', () => {
    const instant = wallClock('2026-11-24T07:06', ZONE);
    expect(instant).toBe('2026-11-24T07:06:00+08:00');
    expect(asWallClock(instant ?? 0, ZONE)).toBe('2026-11-24T07:06');
  });
  it('refuses what is no time', () => {
    expect(wallClock('2026-02-30T07:06', ZONE)).toBeNull();
    expect(wallClock('', ZONE)).toBeNull();
  });
});
