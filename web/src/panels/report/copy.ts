// Puts a text on the clipboard, also where the page has no secure context.
import { t } from '../../i18n';
import { notice } from '../../state/notice.svelte';
import { p } from './words.svelte';

export async function copy(text: string, shown: HTMLElement | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notice.say(t('common.copied'));
  } catch {
    // Without a secure context there is no such clipboard; the old way asks for a selection.
    if (shown) getSelection()?.selectAllChildren(shown);
    notice.say(shown && document.execCommand('copy') ? t('common.copied') : p('copyByHand'));
  }
}
