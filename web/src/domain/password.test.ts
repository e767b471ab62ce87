import { describe, expect, it } from 'vitest';
import { judge } from './password';

// The examples of the service's own test.
describe('a new password', () => {
  it.each(['password123456', '1234567890', 'aaaaaaaaaaaa', 'Admin123admin', 'qwertyuiop12', 'zhangsan123'])('is common: %s', (password) => {
    expect(judge(password, 'zhangsan').common).toBe(true);
  });
  it.each(['明天早上扫完北苑路的落叶', 'correct horse battery', 'T4-okri-lemu', '红塔山下有三条狗和猫'])('is good in any script: %s', (password) => {
    expect(judge(password, 'zhangsan')).toMatchObject({ longEnough: true, tooLong: false, common: false });
  });
  it('is counted in characters, and its beginning is not called common', () => {
    expect(judge('admin', '')).toEqual({ length: 5, longEnough: false, tooLong: false, common: false });
    expect(judge('𬭎'.repeat(3), '').length).toBe(3);
    expect(judge('x7'.repeat(65), '').tooLong).toBe(true);
  });
});
