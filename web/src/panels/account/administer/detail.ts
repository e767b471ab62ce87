// The detail of an audited act is a small document of its own; here it becomes one line. Pure.
export function detailText(detail: unknown, named: (key: string) => string = (key) => key): string {
  if (detail === null || detail === undefined) return '';
  if (typeof detail !== 'object') return String(detail);
  if (Array.isArray(detail)) return detail.map((one) => detailText(one, named)).filter((text) => text !== '').join(', ');
  return Object.entries(detail)
    .map(([name, value]) => {
      const text = detailText(value, named);
      return text === '' ? '' : `${named(name)} ${text}`;
    })
    .filter((text) => text !== '')
    .join(' · ');
}
