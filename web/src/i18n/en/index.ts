// One line a panel.
import { common } from './common';
import { incident } from './incident';
import { inspect } from './inspect';
import { list } from './list';
import { owner } from './owner';
import { search } from './search';

export const en = { common, incident, inspect, list, owner, search };
