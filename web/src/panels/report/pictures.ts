// Line pictures of the everyday categories, on a 32 × 32 field, stroke 1.8. Drawn for this project.
// A category finds its picture by the words of its slug, so that new categories get a fitting one without code.

export const PICTURES = {
  stall: 'M4 13 7 6h18l3 7 M4 13c0 2 1.5 3 3 3s3-1 3-3c0 2 1.5 3 3 3s3-1 3-3c0 2 1.5 3 3 3s3-1 3-3c0 2 1.5 3 3 3s3-1 3-3 M6.5 19h19 M8 19v7 M24 19v7 M11 19v-1.5 M16 19v-1.5 M21 19v-1.5',
  cart: 'M3 7h3l3.5 12h13L27 10H8 M12.5 25.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z M21 25.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z M15 10v9 M20.5 10v9',
  shop: 'M5 12v15h22V12 M4 12l2.5-7h19L28 12Z M13 27v-8h6v8 M21 22l6 5 M27 18h3v9',
  car: 'M4 20v-4l3-1 3-5.5h11l4 5.5 3 1v4Z M9.5 23a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z M22.5 23a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z M12 14.5h8 M4 27h24',
  bike: 'M8 24a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z M24 24a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z M8 19l5-9h7l4 9 M13 10l4 9H8 M10.5 8h4 M20 10l2-3',
  house: 'M4 16 16 6l12 10 M7 14v12h18V14 M20 9V5h4v7.5 M12 26v-7h8v7 M16 19v-4 M14 17h4',
  rubbish: 'M12 7V5h8v2 M6 8.5h20 M8 8.5 9.5 27h13L24 8.5 M13 13l.5 9.5 M19 13l-.5 9.5',
  bag: 'M11 10c-4 4-6 8-5.5 12 .4 3 2.5 5 5.5 5h10c3 0 5.1-2 5.5-5 .5-4-1.5-8-5.5-12Z M11 10l-2-5 4 2 3-2 3 2 4-2-2 5 M12 16c0 3 1 6 2 7',
  boxes: 'M4 17h11v10H4Z M17 17h11v10H17Z M10.5 6h11v11h-11Z M9.5 17v4 M22.5 17v4 M16 6v4',
  broom: 'M21 4 15 15 M10 14.5l9.5 4.5 M10 14.5 5 24c2 2.5 6 4 10 4l4.5-9 M9 20l-1.5 5 M13 22l-1.5 5.5',
  poster: 'M6 4h14l6 6v18H6Z M20 4v6h6 M10 13h9 M10 17h12 M10 21h6 M20 21.5l4 4 M24 21.5l-4 4',
  lamp: 'M11 28h6 M14 28V6h9 M23 6c2 0 3.5 1.5 3.5 4h-7C19.5 7.5 21 6 23 6Z M21 13.5l-1 3 M23 13.5v3.5 M25 13.5l1 3 M11 13l3-3',
  cover: 'M16 26a10 10 0 1 0 0-20 10 10 0 0 0 0 20Z M9 13h14 M9 19h14 M13 7v18 M19 7v18',
  tree: 'M16 28v-9 M16 22l4-3 M9 19c-3 0-5-2-5-4.5 0-2.2 1.6-4 3.7-4.3C8.3 6.7 11.5 4 16 4s7.7 2.7 8.3 6.2c2.1.300 3.7 2.1 3.7 4.3 0 2.5-2 4.5-5 4.5Z M11 28h10',
  smoke: 'M4 20h19v4H4Z M18 20v4 M26 20v4 M23 16c0-2-1-3-3-3s-3-1-3-3 1-3 2.5-3 M27 16c0-3-1.5-5-4-5.5',
  dog: 'M5 13l3-1 3-5 2 4h5l6 4c2 0 3-1 4-3 M24 15l1 12h-3l-1-7h-7l-2 7h-3l1-10-3-1c-1.5-.5-2-1.5-2-3 M10 12v.1',
  water: 'M16 4c4.5 5.5 7 9 7 12.5a7 7 0 0 1-14 0C9 13 11.5 9.5 16 4Z M5 27c2 1.5 3.7 1.5 5.5 0s3.7-1.5 5.5 0 3.7 1.5 5.5 0 3.7-1.5 5.5 0',
  noise: 'M4 12v8h5l7 6V6l-7 6Z M20 12c1.5 2 1.5 6 0 8 M23.5 9c3 4 3 10 0 14',
  banner: 'M7 4v24 M7 6h18l-4 5 4 5H7 M11 11h6',
  cable: 'M6 5v22 M26 5v22 M3 9h6 M23 9h6 M6 9c5 7 15 7 20 0 M6 14c6 8 14 8 20 0',
  food: 'M5 15h22c0 6-4.5 10-11 10S5 21 5 15Z M11 28h10 M12 11c-1.5-2 1.5-3 0-5.5 M17 11c-1.5-2 1.5-3 0-5.5 M22 11c-1.5-2 1.5-3 0-5.5',
  rat: 'M6 21c0-6 4-10 10-10 5 0 9 3 11 8-2 3-5 4-8 4H9 M6 21c-2 0-3 1-3 3h7 M20 12c0-3 4-4 5-1 M23 17v.1',
  works: 'M16 5 29 27H3Z M16 13v6 M16 22.5v.1',
  other: 'M8 17.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M16 17.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M24 17.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
} as const;
export type PictureName = keyof typeof PICTURES;

// The first fitting line wins: the narrow ones stand before the wide ones.
const BY_WORD: readonly [RegExp, PictureName][] = [
  [/(^|_)green/, 'tree'],
  [/bicycle|bike|e_?bike|nonmotor|non_motor|shared_/, 'bike'],
  [/park|vehicle|car_|_car|cabs|fire_lane/, 'car'],
  [/bin_|_bin|overflow/, 'rubbish'],
  [/shop|outside|frontage|out_of_store/, 'shop'],
  [/vendor|peddl|hawk|itinerant/, 'cart'],
  [/occup|vending|stall|market|street_trad|road_trad/, 'stall'],
  [/graffiti|poster|small_ad|sticker|advert|leaflet/, 'poster'],
  [/banner|sign|slogan|(^|_)ads?(_|$)/, 'banner'],
  [/smok|tobacco/, 'smoke'],
  [/dog|pet|animal|poultry|livestock/, 'dog'],
  [/pest|rat_|rodent|mosquito|four_pests|vector/, 'rat'],
  [/noise|loud|nuisance/, 'noise'],
  [/construction|muck|rubble|works|excavat|digging|road_(damage|collapse|spill)|embankment/, 'works'],
  [/illegal_?build|building|construct_ill|structure/, 'house'],
  [/pile|bulky|clutter|heap|goods|storage/, 'boxes'],
  [/garbage|rubbish|trash|litter|waste|refuse|dump|debris/, 'bag'],
  [/dirt|unclean|sweep|dust|road_clean|filth|clean/, 'broom'],
  [/sewage|sewer|water|drain|flood|leak|puddle|pipe|main_burst/, 'water'],
  [/manhole|cover|pit/, 'cover'],
  [/cable|wire|line/, 'cable'],
  [/green|(^|_)trees?(_|$)|plant|lawn|flower/, 'tree'],
  [/food|restaurant|hygien|kitchen|fumes|barbecue/, 'food'],
  [/lamp|light|facility|damage|broken|box|pole/, 'lamp'],
];

export function pictureOf(slug: string): PictureName {
  return BY_WORD.find(([words]) => words.test(slug))?.[1] ?? 'other';
}
