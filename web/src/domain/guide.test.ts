import { describe, expect, it } from 'vitest';
import { bd09, gcj02 } from './datum';
import { guideLink } from './guide';

const HERE: [number, number] = [102.545, 24.355];
const fixed = ([lon, lat]: [number, number]): [string, string] => [lon.toFixed(6), lat.toFixed(6)];

describe('the way to a place', () => {
  it('is in the frame of each map, in its order of the two numbers', () => {
    const [glon, glat] = fixed(gcj02(HERE)), [blon, blat] = fixed(bd09(HERE));
    expect(guideLink('gaode', HERE, '260101-00001')).toContain(`to=${glon},${glat},260101-00001`);
    expect(guideLink('tencent', HERE, 'x')).toContain(`tocoord=${glat},${glon}`);
    expect(guideLink('baidu', HERE, 'x')).toContain(`location=${blat},${blon}`);
    expect(guideLink('phone', HERE, 'x')).toBe('geo:24.355000,102.545000?q=24.355000,102.545000(x)');
  });
  it('carries a name that cannot change the link', () => {
    for (const guide of ['gaode', 'baidu', 'tencent', 'phone'] as const) expect(guideLink(guide, HERE, '甲&乙=(1),2')).not.toContain('甲&乙=');
  });
});
