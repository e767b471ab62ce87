import { describe, expect, it } from 'vitest';
import { bd09, gcj02 } from './datum';

describe('positions in the frames of web maps', () => {
  it('are those of the published example (README of coordtransform)', () => {
    const [lon, lat] = gcj02([116.404, 39.915]);
    expect(lon).toBeCloseTo(116.41024449916938, 10);
    expect(lat).toBeCloseTo(39.91640428150164, 10);
  });
  it('lie some hundred metres off in China, with Baidu once more beside it', () => {
    const here: [number, number] = [102.545, 24.355];
    const [gx, gy] = gcj02(here), [bx, by] = bd09(here);
    expect(Math.hypot(gx - here[0], gy - here[1])).toBeGreaterThan(0.0008);
    expect(bx - gx).toBeCloseTo(0.0065, 3);
    expect(by - gy).toBeCloseTo(0.006, 3);
  });
  it('are the same outside of China', () => {
    expect(gcj02([2.352222, 48.856614])).toEqual([2.352222, 48.856614]);
    expect(bd09([2.352222, 48.856614])).toEqual([2.352222, 48.856614]);
  });
});
