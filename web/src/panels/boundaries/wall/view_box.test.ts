import { expect, it } from 'vitest';
import { moved, toPicture, toScreen, whole, zoomed } from './view_box';

const picture = { width: 2000, height: 1000 };
const room = { width: 500, height: 400 };

it('a whole picture stands in the middle', () => expect(whole(picture, room)).toEqual({ scale: 0.25, left: 0, top: 75 }));
it('zooming keeps the place under the pointer', () => {
  const before = whole(picture, room);
  const at = toPicture(before, 300, 220);
  const after = zoomed(before, 3, 300, 220, picture, room);
  expect(toScreen(after, at)[0]).toBeCloseTo(300);
  expect(toScreen(after, at)[1]).toBeCloseTo(220);
});
it('the middle of the view never leaves the picture', () => {
  const far = moved(whole(picture, room), 9999, -9999, picture, room);
  const [x, y] = toPicture(far, 250, 200);
  expect(x).toBeCloseTo(0);
  expect(y).toBeCloseTo(1000);
});
