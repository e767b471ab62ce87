// One line a panel.
import { common } from './common';
import { list } from './list';
import { owner } from './owner';
import { search } from './search';

export const en = { common, list, owner, search };
