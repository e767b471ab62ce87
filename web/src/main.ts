// Start: the language that the URL or the browser asks for, then the shell. The map comes later by itself.
import './tokens.css';
import './base.css';
import './print/plain.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { setLang } from './i18n';
import { keepDoor } from './state/doorkeeper';
import { sheet } from './state/sheet.svelte';
import { site } from './state/site.svelte';
import { view } from './state/view.svelte';

async function start(): Promise<void> {
  const target = document.getElementById('app');
  if (target === null) return;
  view.start();
  sheet.start();
  keepDoor();
  void site.load();
  await setLang(view.now.lang ?? 'zh');
  mount(App, { target });
}

void start();
