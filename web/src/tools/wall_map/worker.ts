// The heavy work on wall maps, beside the page: laying a photograph flat.
import { affine, projective, type ControlPoint } from '../../domain/control_points';
import type { FitKind } from '../../domain/wall_map/judge';
import { upright, type Pixels, type Upright } from '../../domain/wall_map/upright';

export type Job = { job: 'upright'; picture: Pixels; points: ControlPoint[]; kind: FitKind; most: number };
export type Done = Upright | null;

addEventListener('message', ({ data: { id, job } }: MessageEvent<{ id: number; job: Job }>) => {
  const fit = (job.kind === 'affine' ? affine : projective)(job.points);
  const done = fit ? upright(job.picture, fit, job.most) : null;
  postMessage({ id, done }, { transfer: done ? [done.rgba.buffer] : [] });
});
