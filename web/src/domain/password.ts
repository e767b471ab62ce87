// What a new password may look like: the service's own rule (domain/account/credentials) once more, so that it can be told
// while somebody types. The service decides.
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;
/** Characters that must be left when the common parts are gone. */
const FEWEST_OWN = 4;
const COMMON = [
  'password', 'passw0rd', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'zxcvbn', '1qaz2wsx', 'qazwsx', '1q2w3e4r', '1q2w3e',
  'abc123', 'admin123', 'admin', 'root', 'woaini', 'iloveyou', '5201314', 'wangge', 'shequ', 'welcome', 'letmein', 'login', 'guest', 'test', 'user',
];

export interface Judgement {
  length: number;
  longEnough: boolean;
  tooLong: boolean;
  /** Among the first that are tried; only said of one that is long enough, since every beginning looks common. */
  common: boolean;
}

export function judge(password: string, login: string): Judgement {
  const length = [...password].length;
  const longEnough = length >= SHORTEST_PASSWORD;
  let rest = password.toLowerCase();
  const name = login.trim().toLowerCase();
  for (const part of name.length >= 3 ? [...COMMON, name] : COMMON) rest = rest.split(part).join('');
  return { length, longEnough, tooLong: length > LONGEST_PASSWORD, common: longEnough && ownCharacters(rest) < FEWEST_OWN };
}

/** Characters that do not merely continue a run: in `aaaa`, `1234` and `4321` only the first counts. */
function ownCharacters(text: string): number {
  const codes = [...text].map((one) => one.codePointAt(0)!);
  return codes.filter((code, index) => index === 0 || Math.abs(code - codes[index - 1]!) > 1).length;
}
