// The heavy work on wall maps, beside the page: laying a photograph flat, and tracing coloured regions.
import { affine, projective, type ControlPoint } from '../../domain/control_points';
import { trace, type Traced, type TraceOptions } from '../../domain/trace';
import type { FitKind } from '../../domain/wall_map/judge';
import { upright, type Pixels, type Upright } from '../../domain/wall_map/upright';

interface OnPicture { picture: Pixels; points: ControlPoint[]; kind: FitKind }
export type Job = OnPicture & ({ job: 'upright'; most: number } | { job: 'trace'; options: TraceOptions });
/** What each job answers; null when the points give no fit, or the borders cannot be had. */
export interface Answers { upright: Upright | null; trace: Traced | null }

addEventListener('message', ({ data: { id, job } }: MessageEvent<{ id: number; job: Job }>) => {
  const fit = (job.kind === 'affine' ? affine : projective)(job.points);
  if (job.job === 'trace') return postMessage({ id, done: fit ? trace(job.picture, fit, job.options) : null });
  const done = fit ? upright(job.picture, fit, job.most) : null;
  postMessage({ id, done }, { transfer: done ? [done.rgba.buffer] : [] });
});
