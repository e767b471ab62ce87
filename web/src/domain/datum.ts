// Positions in the frames of Chinese web maps, for links that open such a map at a place. The same public formulas as the
// service's own (src/domain/geo/datum.rs); the service alone converts what is stored.
import type { LonLat } from '../api/types';

const A = 6_378_245.0, E2 = 0.006_693_421_622_965_943, BAIDU = (Math.PI * 3000) / 180;
const { sin, cos, sqrt, abs, PI } = Math;

/** Outside of China's box nothing is shifted. */
const shifted = ([lon, lat]: LonLat): boolean => lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;

/** 火星坐标: Amap, Tencent, WeChat. */
export function gcj02([lon, lat]: LonLat): LonLat {
  if (!shifted([lon, lat])) return [lon, lat];
  const x = lon - 105, y = lat - 35;
  const root = sqrt(abs(x));
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  const phi = (lat / 180) * PI;
  const w2 = 1 - E2 * sin(phi) ** 2, w = sqrt(w2);
  return [lon + (east * 180) / ((A / w) * cos(phi) * PI), lat + (north * 180) / (((A * (1 - E2)) / (w2 * w)) * PI)];
}

/** Baidu. */
export function bd09(place: LonLat): LonLat {
  return shifted(place) ? moved(gcj02(place)) : place;
}

function moved([x, y]: LonLat): LonLat {
  const radius = sqrt(x * x + y * y) + 0.000_02 * sin(y * BAIDU);
  const angle = Math.atan2(y, x) + 0.000_003 * cos(x * BAIDU);
  return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006];
}
