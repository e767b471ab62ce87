// Drafts of the demo as tests ask for them over HTTP. `site`: gives the address of the service and the home community once
// both are known.
import { getJson } from './harness.mjs';

export function draftsOf(site) {
  const areasOf = async (id) => new Map((await getJson(site().address, `editions/${id}/areas`)).features.map((one) => [one.properties.code, one]));
  return {
    areasOf,
    points: async (id) => [...(await areasOf(id)).values()].filter(({ properties: p, geometry }) => p.level === 'point' && geometry?.type === 'Polygon'),
    newDraft: async (note) => {
      const { address, home } = site();
      const answer = await fetch(new URL('api/v1/editions', address), { method: 'POST', body: JSON.stringify({ scheme: 'duty', scope: [home.code], note }), headers: { 'content-type': 'application/json' } });
      return answer.json();
    },
  };
}

export const geoJson = (features) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
