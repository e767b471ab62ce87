// The detail of an audited act is a small document of its own; here it becomes one line. Pure.
export function detailText(detail: unknown): string {
  if (detail === null || detail === undefined) return '';
  if (typeof detail !== 'object') return String(detail);
  if (Array.isArray(detail)) return detail.map(detailText).filter((text) => text !== '').join(', ');
  return Object.entries(detail)
    .map(([name, value]) => {
      const text = detailText(value);
      return text === '' ? '' : `${name}: ${text}`;
    })
    .filter((text) => text !== '')
    .join(' · ');
}
