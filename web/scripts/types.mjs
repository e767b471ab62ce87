// Writes src/api/schema.ts from the committed description of the API; with --check only says whether it is stale.
// GeoJSON geometries take the types of @types/geojson, fixed numbers of items become tuples.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const description = new URL('../../tests/data/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.ts', import.meta.url);
const geometry = ts.factory.createTypeReferenceNode('GeoJsonGeometry');

const tree = await openapiTS(description, {
  arrayLength: true,
  emptyObjectsUnknown: true,
  alphabetize: true,
  inject: "import type { Geometry as GeoJsonGeometry } from 'geojson';\n",
  transform: (_schema, { path }) => (path?.endsWith('/schemas/Geometry') ? geometry : undefined),
});
const head = '// Generated from tests/data/openapi.json by `npm run types`; not to be edited.\n';
const text = head + astToString(tree);

if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8').catch(() => '');
  if (committed !== text) {
    console.error(`${fileURLToPath(target)} is stale: run \`npm run types\` in web/ and commit the result.`);
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
