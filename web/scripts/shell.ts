// A step of the build: writes into the service worker which files of this release a phone keeps, and a version that changes with them.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What a phone needs without a signal; what these import comes with them. */
const NEEDED = [
  'index.html', 'src/main.ts', 'src/panels/report/Report.svelte', 'src/panels/outbox/Outbox.svelte', 'src/panels/cases/Tasks.svelte', 'src/panels/owner/Owner.svelte', 'src/state/outbox.svelte.ts',
  'src/map/WanggeMap.ts', 'src/fallback/SvgMap.svelte', 'src/shell/SiteFooter.svelte', 'src/i18n/en/index.ts', 'src/offline/register.ts',
  'src/panels/account/SignIn.svelte', 'src/panels/account/again.ts', 'src/panels/account/Menu.svelte', 'src/panels/account/words.svelte.ts',
];
export const WORKER = 'sw.js';

interface Chunk { type: string; fileName: string; facadeModuleId?: string | null; moduleIds?: string[]; imports?: string[]; viteMetadata?: { importedCss?: Set<string>; importedAssets?: Set<string> } }

export function shell(): Plugin {
  return {
    name: 'wangge-shell',
    apply: 'build',
    writeBundle({ dir = 'dist' }, bundle) {
      const chunks = Object.values(bundle as unknown as Record<string, Chunk>);
      const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const files = new Set(['./', 'favicon.svg']);
      const add = (chunk: Chunk | undefined): void => {
        if (!chunk || files.has(chunk.fileName)) return;
        files.add(chunk.fileName);
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
        for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
        for (const name of chunk.imports ?? []) add(named.get(name));
      };
      for (const wanted of NEEDED) {
        const found = chunks.filter((chunk) => chunk.type === 'chunk' && (chunk.facadeModuleId?.endsWith(wanted) || chunk.moduleIds?.some((id) => id.endsWith(`/${wanted}`))));
        if (found.length === 0) this.error(`the shell wants ${wanted}, which no chunk holds`);
        found.forEach(add);
      }
      // The map's worker is an asset that no chunk imports.
      for (const { fileName } of chunks) if (/assets\/maplibre-gl-worker.*\.js$/.test(fileName)) files.add(fileName);
      files.delete(WORKER);
      const list = [...files].sort();
      const hash = createHash('sha256');
      for (const name of list) hash.update(name).update(readFileSync(join(dir, name === './' ? 'index.html' : name)));
      const path = join(dir, WORKER);
      const code = readFileSync(path, 'utf8');
      if (/^\s*(import|export)\b/m.test(code)) this.error('the service worker must stand alone');
      writeFileSync(path, code.replaceAll('__SHELL_FILES__', JSON.stringify(list)).replaceAll('__SHELL_VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16))));
    },
  };
}
