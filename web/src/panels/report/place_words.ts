// What a place is called: by the service where it answers, else by the map that the phone has.
import type { Located, LonLat } from '../../api/types';
import { distance } from '../../domain/format';
import { around } from '../../domain/near_ground';
import { w } from '../../i18n';
import { language } from '../../i18n/language.svelte';
import { ground } from '../../state/ground.svelte';
import { p } from './words.svelte';

export interface PlaceWords { name: string; /** What stands close by. */ beside: string }

const near = (name: string, metres: number): string => (metres < 1 ? name : `${name} ${distance(metres, language.now)}`);

export function placeWords(found: Located): PlaceWords {
  const others = found.features.filter((one) => !['road', 'building', 'resident_group'].includes(one.layer) && one.name !== '');
  const inside = others.filter((one) => one.distance_m === 0 && ['compound', 'market', 'vending_zone'].includes(one.layer)).map((one) => one.name);
  const beside = others.filter((one) => one.distance_m > 0).sort((a, b) => a.distance_m - b.distance_m).slice(0, 2);
  const names = [w(found.road?.words), ...inside, found.areas[0]?.name ?? ''].filter((one, index, all) => one !== '' && all.indexOf(one) === index);
  return { name: names.join(' · '), beside: beside.map((one) => near(one.name, one.distance_m)).join(' · ') };
}

export function placeWordsHere(place: LonLat): PlaceWords {
  const { road, compound, area, door } = wordsAround(place);
  return { name: [road, compound, area].filter(Boolean).join(' · '), beside: door };
}

/** Road, compound and door by the map at hand, without the area; empty when it shows nothing near. */
export function landmarks(place: LonLat): string {
  const { road, compound, door } = wordsAround(place);
  return [road, compound, door].filter(Boolean).join(' · ');
}

function wordsAround(place: LonLat): Record<'road' | 'compound' | 'area' | 'door', string> {
  const { area, road, compound, door } = around(place, {
    areas: ground.areas?.features ?? [], roads: ground.layers.road?.features ?? [], compounds: ground.layers.compound?.features ?? [], doors: [...(ground.layers.frontage?.features ?? []), ...(ground.layers.market?.features ?? [])],
  });
  return {
    road: road ? (road.metres < 1 ? road.name : p('byRoad', { name: road.name, n: distance(road.metres, language.now) })) : '',
    compound: compound ?? '',
    area: area ?? '',
    door: door ? near(door.name, door.metres) : '',
  };
}
