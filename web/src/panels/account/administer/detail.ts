// The detail of an audited act is a small document of its own; here it becomes one line. Pure.
type Said = (text: string) => string;
const asItIs: Said = (text) => text;

/** `named` says what a part is called, `said` what a word of it means. */
export function detailText(detail: unknown, named: Said = asItIs, said: Said = asItIs): string {
  if (detail === null || detail === undefined) return '';
  if (typeof detail !== 'object') return said(String(detail));
  const parts = Array.isArray(detail)
    ? detail.map((one) => detailText(one, named, said))
    : Object.entries(detail).map(([name, value]) => {
        const text = detailText(value, named, said);
        return text === '' ? '' : `${named(name)} ${text}`;
      });
  return parts.filter((text) => text !== '').join(Array.isArray(detail) ? ', ' : ' · ');
}
