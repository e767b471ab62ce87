import { describe, expect, it } from 'vitest';
import { PICTURES, pictureOf } from './pictures';

describe('the picture of a category', () => {
  it('follows the words of its slug', () => {
    expect(pictureOf('street_vending')).toBe('stall');
    expect(pictureOf('unlicensed_vendor')).toBe('cart');
    expect(pictureOf('shop_outside')).toBe('shop');
    expect(pictureOf('indoor_smoking')).toBe('smoke');
    expect(pictureOf('exposed_rubbish')).toBe('bag');
    expect(pictureOf('bin_overflow')).toBe('rubbish');
    expect(pictureOf('small_ads')).toBe('poster');
  });
  it('is another one for each of the twelve everyday categories', () => {
    const twelve = ['street_vending', 'shop_outside', 'exposed_rubbish', 'bin_overflow', 'dirty_road', 'small_ads', 'vehicle_parking',
      'bicycle_parking', 'piled_goods', 'illegal_building', 'facility_damage', 'smoking_indoors'];
    const names = twelve.map(pictureOf);
    expect(new Set(names).size).toBe(12);
    expect(names).not.toContain('other');
  });
  it('is a neutral one for words nobody drew', () => {
    expect(pictureOf('quite_new')).toBe('other');
  });
  it('is a drawing that stays on its field', () => {
    for (const path of Object.values(PICTURES)) expect(path).toMatch(/^M[\d\s.,a-zA-Z-]+$/);
  });
});
