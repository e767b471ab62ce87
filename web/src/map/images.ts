// Pictures that the style names, drawn at start-up: no sprite is ever requested. All at twice the size they are shown.
import { ACCENT, KIND, PLACE, SHAPES, type Shape } from '../layers/palette';

export interface Drawn { name: string; image: ImageData; pixelRatio: number }
const RATIO = 2;
type Draw = (pen: CanvasRenderingContext2D) => void;

function drawn(name: string, width: number, height: number, draw: Draw): Drawn | null {
  const canvas = document.createElement('canvas');
  canvas.width = width * RATIO;
  canvas.height = height * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.scale(RATIO, RATIO);
  draw(pen);
  return { name, image: pen.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}

/** Diagonals that meet at the tile's edges, so that the pattern has no seam. */
function hatch(size: number, width: number, colour: string, cross: boolean): Draw {
  return (pen) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift - 2, size + 2);
      pen.lineTo(shift + size + 2, -2);
      if (cross) {
        pen.moveTo(shift - 2, -2);
        pen.lineTo(shift + size + 2, size + 2);
      }
    }
    pen.stroke();
  };
}

export function incidentShape(pen: CanvasRenderingContext2D, shape: Shape, colour: string, middle: number, r: number): void {
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  const outline = (path: () => void, fill: string, stroke: string, width: number): void => {
    pen.beginPath();
    path();
    pen.lineWidth = width + 2;
    pen.strokeStyle = '#ffffff';
    pen.stroke();
    pen.fillStyle = fill;
    pen.fill();
    pen.lineWidth = width;
    pen.strokeStyle = stroke;
    pen.stroke();
  };
  const m = middle;
  if (shape === 'ring') outline(() => pen.arc(m, m, r - 1, 0, 7), '#ffffff', colour, 2.4);
  if (shape === 'disc') outline(() => pen.arc(m, m, r, 0, 7), colour, colour, 0.5);
  if (shape === 'square') outline(() => pen.rect(m - r + 1, m - r + 1, 2 * r - 2, 2 * r - 2), colour, colour, 0.5);
  if (shape === 'diamond') {
    outline(() => { pen.moveTo(m, m - r - 1); pen.lineTo(m + r + 1, m); pen.lineTo(m, m + r + 1); pen.lineTo(m - r - 1, m); pen.closePath(); }, '#ffffff', colour, 2);
  }
  if (shape === 'tick' || shape === 'cross') {
    outline(() => pen.arc(m, m, r - 0.5, 0, 7), '#ffffff', '#9aa1a6', 1);
    pen.beginPath();
    if (shape === 'tick') { pen.moveTo(m - 2.8, m + 0.2); pen.lineTo(m - 0.8, m + 2.4); pen.lineTo(m + 3, m - 2.2); }
    else { pen.moveTo(m - 2.2, m - 2.2); pen.lineTo(m + 2.2, m + 2.2); pen.moveTo(m + 2.2, m - 2.2); pen.lineTo(m - 2.2, m + 2.2); }
    pen.lineWidth = 1.8;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}

function place(name: keyof typeof PLACE): Draw {
  const { ink } = PLACE[name];
  return (pen) => {
    pen.lineJoin = 'round';
    pen.lineCap = 'round';
    pen.beginPath();
    if (name === 'focus_spot') { pen.moveTo(9, 2); pen.lineTo(16.5, 15.5); pen.lineTo(1.500, 15.5); pen.closePath(); }
    else pen.rect(2, 2, 14, 14);
    pen.lineWidth = 3;
    pen.strokeStyle = '#ffffff';
    pen.stroke();
    pen.fillStyle = '#ffffff';
    pen.fill();
    pen.lineWidth = 1.300;
    pen.strokeStyle = ink;
    pen.stroke();
    pen.lineWidth = 1.500;
    pen.beginPath();
    if (name === 'site') { pen.moveTo(6, 13.5); pen.lineTo(6, 4.5); pen.lineTo(12.5, 6.7); pen.lineTo(6, 9); }
    if (name === 'facility') { pen.rect(6.5, 5, 5, 8); pen.moveTo(6.5, 8); pen.lineTo(11.5, 8); }
    if (name === 'focus_spot') { pen.moveTo(9, 7); pen.lineTo(9, 10.5); pen.moveTo(9, 13); pen.lineTo(9, 13.1); }
    if (name === 'frontage') { pen.moveTo(4.5, 8); pen.lineTo(13.5, 8); pen.moveTo(5.5, 8); pen.lineTo(5.5, 13.5); pen.lineTo(12.5, 13.5); pen.lineTo(12.5, 8); pen.moveTo(5, 5); pen.lineTo(13, 5); }
    if (name === 'resident_group') { pen.moveTo(4.5, 9); pen.lineTo(9, 5); pen.lineTo(13.5, 9); pen.moveTo(6, 9); pen.lineTo(6, 13.5); pen.lineTo(12, 13.5); pen.lineTo(12, 9); }
    pen.stroke();
  };
}

function pin(pen: CanvasRenderingContext2D): void {
  pen.beginPath();
  pen.moveTo(15, 38);
  pen.bezierCurveTo(12, 29, 3, 24, 3, 14.5);
  pen.arc(15, 14.5, 12, Math.PI, 0);
  pen.bezierCurveTo(27, 24, 18, 29, 15, 38);
  pen.closePath();
  pen.lineWidth = 2.5;
  pen.lineJoin = 'round';
  pen.strokeStyle = '#ffffff';
  pen.stroke();
  pen.fillStyle = ACCENT;
  pen.fill();
  pen.beginPath();
  pen.arc(15, 14.5, 4.5, 0, 7);
  pen.fillStyle = '#ffffff';
  pen.fill();
}

export function images(): Drawn[] {
  const list: (Drawn | null)[] = [
    drawn('hatch-light', 8, 8, hatch(8, 1.2, 'rgba(138, 90, 43, 0.75)', false)),
    drawn('hatch-dark', 7, 7, hatch(7, 1.7, 'rgba(42, 29, 24, 0.8)', false)),
    drawn('hatch-cross', 9, 9, hatch(9, 1.2, 'rgba(42, 29, 24, 0.75)', true)),
    drawn('pin', 30, 40, pin),
    ...(Object.keys(PLACE) as (keyof typeof PLACE)[]).map((name) => drawn(`place-${name}`, 18, 18, place(name))),
  ];
  for (const shape of SHAPES) {
    KIND.forEach((colour, kind) => list.push(drawn(`incident-${shape}-${kind}`, 18, 18, (pen) => incidentShape(pen, shape, colour, 9, 5.5))));
  }
  return list.flatMap((image) => (image ? [image] : []));
}
