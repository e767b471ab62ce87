// What the tests of accounts share: the people of the mock, signing in, and the end of every session.
export const PEOPLE = {
  admin: { login: 'admin', password: 'hongta-guanli-7', name: '陈静' },
  office: { login: 'office', password: 'hongta-shequ-8', name: '普建国' },
  head: { login: 'lihua', password: 'hongta-dianzhang-9', name: '张丽华' },
  auditor: { login: 'audit', password: 'hongta-shenji-5', name: '周敏' },
};

/** What Chromium itself says of a refusal that the test wants. */
export const expected = (faults, ...statuses) => faults.filter((one) => !statuses.some((status) => one.startsWith(`${status} `) || one.includes(`status of ${status} `)));

export async function fillIn(page, { login, password }, within = page.locator('#page form')) {
  await within.getByLabel('登录名').fill(login);
  await within.getByLabel('密码', { exact: true }).fill(password);
}

/** Through the page of its own, to what lay below it. */
export async function signIn(page, address, person, then = '') {
  await page.goto(new URL('#/signin', address).href);
  await fillIn(page, person);
  await page.locator('#page form').getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('.who').filter({ hasText: person.name }).waitFor();
  if (then) await page.goto(new URL(then, address).href);
}

/** Through the dialog on top of what is open. */
export async function signInAgain(page, person) {
  const dialog = page.locator('dialog.sign-in');
  await dialog.waitFor();
  await fillIn(page, person, dialog);
  await dialog.getByRole('button', { name: '登录并继续' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Every session ends, as it does when its time is over. */
export const expire = (address) => fetch(new URL('mock/expire', address), { method: 'POST' });
