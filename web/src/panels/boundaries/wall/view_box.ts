// Which part of a picture a view shows, in pixels of both: pure, so that zooming about a point can be tested.
export interface ViewBox {
  /** Screen pixels per picture pixel. */
  scale: number;
  /** Where the picture's top left is on the screen. */
  left: number;
  top: number;
}
export type Room = { width: number; height: number };

const MOST_SCALE = 16;

/** The whole picture in the middle of the room. */
export function whole(picture: Room, room: Room): ViewBox {
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  return { scale, left: (room.width - picture.width * scale) / 2, top: (room.height - picture.height * scale) / 2 };
}

/** Larger or smaller about a point of the screen, which keeps its place. */
export function zoomed(view: ViewBox, factor: number, x: number, y: number, picture: Room, room: Room): ViewBox {
  const least = whole(picture, room).scale * 0.8;
  const scale = Math.min(MOST_SCALE, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return kept({ scale, left: x - (x - view.left) * by, top: y - (y - view.top) * by }, picture, room);
}

export function moved(view: ViewBox, dx: number, dy: number, picture: Room, room: Room): ViewBox {
  return kept({ ...view, left: view.left + dx, top: view.top + dy }, picture, room);
}

/** The middle of the room never leaves the picture, so that the cross of the keyboard is always over it. */
function kept(view: ViewBox, picture: Room, room: Room): ViewBox {
  const clamp = (at: number, size: number, space: number): number => Math.min(space / 2, Math.max(space / 2 - size, at));
  return { ...view, left: clamp(view.left, picture.width * view.scale, room.width), top: clamp(view.top, picture.height * view.scale, room.height) };
}

export function toPicture(view: ViewBox, x: number, y: number): [number, number] {
  return [(x - view.left) / view.scale, (y - view.top) / view.scale];
}
export function toScreen(view: ViewBox, [x, y]: readonly [number, number]): [number, number] {
  return [view.left + x * view.scale, view.top + y * view.scale];
}
