// One worker for all heavy work on wall maps; started with the first job. An answer comes with the number of its question.
import type { Answers, Job } from './worker';

let worker: Worker | null = null;
let number = 0;
const waiting = new Map<number, { resolve: (done: never) => void; reject: (fault: Error) => void }>();

export function work<J extends Job>(job: J): Promise<Answers[J['job']]> {
  worker ??= started();
  const id = ++number;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker?.postMessage({ id, job }, [job.picture.rgba.buffer]);
  });
}

function started(): Worker {
  const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data: { id, done } }: MessageEvent<{ id: number; done: never }>) => {
    waiting.get(id)?.resolve(done);
    waiting.delete(id);
  });
  made.addEventListener('error', (event) => {
    // A worker that fell is not used again, and nobody waits for it for ever.
    made.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker ended'));
    waiting.clear();
  });
  return made;
}
