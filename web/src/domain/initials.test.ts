import { describe, expect, it } from 'vitest';
import { initials } from './initials';

describe('initials', () => {
  it.each([
    ['占道经营', 'zdjy'], ['暴露垃圾', 'bllj'], ['机动车乱停放', 'jdcltf'], ['非法小广告', 'ffxgg'], ['乱堆物堆料', 'ldwdl'], ['店外经营', 'dwjy'],
    ['室内吸烟', 'snxy'], ['违法搭建', 'wfdj'], ['12345 热线', '12345rx'], ['', ''],
  ])('of %s are %s', (text, letters) => expect(initials(text)).toBe(letters));
});
