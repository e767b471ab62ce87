// Names that another may be meant for: those that share most of its letters.
export function alike(name: string, names: readonly string[], most: number): string[] {
  const shared = (other: string): number => [...name].filter((letter) => other.includes(letter)).length;
  const rated = [...new Set(names)].map((other) => ({ other, many: shared(other) })).filter(({ many }) => many > 0);
  return rated.sort((a, b) => b.many - a.many || Math.abs(a.other.length - name.length) - Math.abs(b.other.length - name.length) || (a.other < b.other ? -1 : 1)).slice(0, most).map(({ other }) => other);
}
