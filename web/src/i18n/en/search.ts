import type { search as zh } from '../zh/search';
import type { Same } from '..';

export const search: Same<typeof zh> = {
  label: 'Search',
  placeholder: 'Search areas, compounds, roads, posts, codes',
  placeholderShort: 'Search places, codes',
  clear: 'Clear the search',
  searching: 'Searching…',
  results: 'Search results',
  found: '{n} found',
  none: 'Nothing found for “{q}”. Try the pinyin initials, for example “ylsq”, or an area code.',
  failed: 'The search did not succeed. Please try again.',
  noPlace: '“{name}” is not drawn on the map.',
  kindArea: 'Area',
  kindFeature: 'Place',
  kindRoad: 'Road',
  kindPost: 'Post',
  kindIncident: 'Problem',
  kindParty: 'Unit',
};
