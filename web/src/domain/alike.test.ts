import { expect, it } from 'vitest';
import { alike } from './alike';

it('a name that is not known is meant for one that shares its letters', () => {
  expect(alike('玉兰路', ['学府路', '玉兰大道', '玉兰路北段', '柳荫巷', '学府路'], 2)).toEqual(['玉兰路北段', '玉兰大道']);
  expect(alike('人民路', ['柳荫巷'], 3)).toEqual([]);
});
