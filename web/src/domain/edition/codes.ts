// The code that an area drawn beside others would have: the highest number at the end of their codes, plus one.
export function nextCode(siblings: readonly string[], taken: ReadonlySet<string>, parent: string): string {
  let stem = `${parent}-`;
  let width = 1;
  let highest = 0;
  for (const code of siblings) {
    const match = /^(.*?)(\d+)$/.exec(code);
    if (!match) continue;
    // Long codes of digits alone count in their last three places.
    const digits = match[2]!.length > 4 ? match[2]!.slice(-3) : match[2]!;
    if (Number(digits) < highest) continue;
    highest = Number(digits);
    width = digits.length;
    stem = code.slice(0, code.length - width);
  }
  for (let number = highest + 1; ; number += 1) {
    const code = `${stem}${String(number).padStart(width, '0')}`;
    if (!taken.has(code)) return code;
  }
}
