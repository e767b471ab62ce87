// The language that is shown now; reading it inside a component makes the component follow.
import type { Lang } from '../state/url';

export const language = $state<{ now: Lang }>({ now: 'zh' });
