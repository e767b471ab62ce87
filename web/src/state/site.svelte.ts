// What is read once per visit: the site (names, zone, glossary, states, departments) and the categories.
// `site.now` is null until loaded; `site.term('point_head')` gives a word of the glossary; `site.category(slug)` a category.
import { api, ApiError } from '../api/client';
import type { Categories, Category, Site, Words } from '../api/types';
import { session } from './session.svelte';

class SiteState {
  now = $state.raw<Site | null>(null);
  error = $state.raw<ApiError | null>(null);
  categories = $state.raw<Categories | null>(null);
  #bySlug = $derived(new Map((this.categories?.categories ?? []).map((c) => [c.slug, c])));

  async load(): Promise<void> {
    this.error = null;
    try {
      this.now = await api.get<Site>('site');
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
      return;
    }
    if (this.now.accounts && !session.now) void session.load();
    // Names of categories are wanted soon, but nothing on the first screen waits for them.
    try {
      this.categories = await api.get<Categories>('categories');
    } catch {
      this.categories = null;
    }
  }

  term(slug: string): Words | null {
    return this.now?.glossary[slug] ?? null;
  }
  category(slug: string): Category | null {
    return this.#bySlug.get(slug) ?? null;
  }
  categoryName(slug: string): Words {
    return this.#bySlug.get(slug)?.name ?? { zh: slug, en: slug };
  }
  state(slug: string): Words {
    return this.now?.states.find((s) => s.slug === slug)?.words ?? { zh: slug, en: slug };
  }
  department(slug: string): Words {
    const found = this.now?.departments.find((d) => d.slug === slug);
    return found?.name ?? { zh: slug, en: slug };
  }
  /** Somebody answers for this site by name. */
  get hasFooter(): boolean {
    return Object.values(this.now?.footer ?? {}).some(Boolean);
  }
  get zone(): string {
    return this.now?.zone ?? 'Asia/Shanghai';
  }
}

export const site = new SiteState();
