// The first letters of Chinese words in pinyin, as they are typed: 占道经营 → zdjy. The browser's own collation by sound tells
// between which letters a character stands; a browser without it gives none, and the search goes by the written name alone.

// The first character of each letter in that collation; i, u and v begin no syllable.
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';

let order: Intl.Collator | null | undefined;

function collator(): Intl.Collator | null {
  if (order === undefined) {
    const found = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
    // The test of a browser that sorts by code instead: 阿 is far behind 八 there.
    order = found.resolvedOptions().collation === 'pinyin' || [...FIRST].every((one, index, all) => index === 0 || found.compare(all[index - 1] ?? '', one) < 0) ? found : null;
  }
  return order;
}

function letterOf(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character.toLowerCase();
  if (!/[\u4e00-\u9fff]/.test(character)) return '';
  const by = collator();
  if (!by) return '';
  for (let index = FIRST.length - 1; index >= 0; index -= 1) {
    if (by.compare(character, FIRST[index] ?? '') >= 0) return LETTERS[index] ?? '';
  }
  return '';
}

export function initials(text: string): string {
  return [...text].map(letterOf).join('');
}
