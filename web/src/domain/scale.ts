// Scale of the map view: ground metres per CSS pixel on 512 px tiles, and round lengths for a bar.
export function metresPerPixel(zoom: number, lat: number): number {
  return (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The longest of 1, 2, 5 × 10ⁿ metres that fits into `room` pixels. */
export function niceLength(metres_per_pixel: number, room: number): { metres: number; pixels: number } {
  const most = metres_per_pixel * room;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  return { metres, pixels: metres / metres_per_pixel };
}
