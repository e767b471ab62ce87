import { describe, expect, it } from 'vitest';
import { myTurn } from './whose_turn';

describe('whose turn a task is', () => {
  it('is of whoever it was dispatched to, until it is handled', () => {
    expect(myTurn('dispatched', ['point_head'])).toBe(true);
    expect(myTurn('handled', ['point_head'])).toBe(false);
    expect(myTurn('handled', ['grid_worker'])).toBe(true);
  });
  it('is of the office before that, and of nobody while it is suspended', () => {
    expect(myTurn('filed', ['department'])).toBe(false);
    expect(myTurn('filed', ['community_office'])).toBe(true);
    expect(myTurn('suspended', ['community_office'])).toBe(false);
  });
});
