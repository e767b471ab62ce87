// Ways to a place with the map app that a person has. Each gets the place in the frame that it reads (R1): Gaode and Tencent
// GCJ-02, Baidu BD-09, the phone's own map WGS 84. The links are those that the makers document for other people's pages; on a
// phone they open the app, elsewhere the maker's page, and nothing is loaded before somebody follows one.
import type { LonLat } from '../api/types';
import { bd09, gcj02 } from './datum';

export const GUIDES = ['gaode', 'baidu', 'tencent', 'phone'] as const;
export type Guide = (typeof GUIDES)[number];

const number = (value: number): string => value.toFixed(6);

export function guideLink(guide: Guide, place: LonLat, name: string): string {
  const called = encodeURIComponent(name);
  switch (guide) {
    case 'gaode': {
      const [lon, lat] = gcj02(place);
      return `https://uri.amap.com/navigation?to=${number(lon)},${number(lat)},${called}&mode=walk&coordinate=gaode&callnative=1&src=wangge`;
    }
    case 'baidu': {
      const [lon, lat] = bd09(place);
      return `https://api.map.baidu.com/marker?location=${number(lat)},${number(lon)}&title=${called}&content=${called}&coord_type=bd09ll&output=html&src=wangge`;
    }
    case 'tencent': {
      const [lon, lat] = gcj02(place);
      return `https://apis.map.qq.com/uri/v1/routeplan?type=walk&to=${called}&tocoord=${number(lat)},${number(lon)}&referer=wangge`;
    }
    case 'phone':
      return `geo:${number(place[1])},${number(place[0])}?q=${number(place[1])},${number(place[0])}(${called})`;
  }
}
