// How fast work goes and how long it still takes, from what was done when, and in words. Pure; the clock is the caller's.
import type { Lang } from '../state/url';
import { number } from './format';

/** Of one step of work. `total` is null where nobody knows it. */
export interface Step { stage: string; done: number; total: number | null }
export interface Pace {
  /** 0–1; null without a total. */
  share: number | null;
  /** Units a second; null before there is enough to tell. */
  rate: number | null;
  /** Seconds; null where the total or the rate is not known. */
  left: number | null;
}

/** Only what happened lately counts, so that a slow beginning is forgotten. */
const WINDOW_MS = 5_000;
/** A rate of less than this is a guess. */
const SHORTEST_MS = 800;

export class Pacer {
  #stage = '';
  #samples: { at: number; done: number }[] = [];

  /** Takes in where the work is at `at` milliseconds. Another stage begins anew. */
  note({ stage, done, total }: Step, at: number): Pace {
    if (stage !== this.#stage || done < (this.#samples.at(-1)?.done ?? 0)) [this.#stage, this.#samples] = [stage, []];
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0]!;
    const took = at - first.at;
    const rate = took >= SHORTEST_MS && done > first.done ? ((done - first.done) / took) * 1000 : null;
    const share = total === null || total <= 0 ? null : Math.min(1, done / total);
    return { share, rate, left: rate === null || total === null ? null : Math.max(0, total - done) / rate };
  }
}

/** 1.2 MB, as people know it from their file manager. */
export function bytes(count: number, lang: Lang): string {
  if (count < 1024) return `${number(count, lang)} B`;
  return count < 1048576 ? `${number(count / 1024, lang)} KB` : `${number(count / 1048576, lang, 1)} MB`;
}

/** Seconds as seconds below a minute, else as minutes; never less than a second. */
export function duration(seconds: number, lang: Lang): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return lang === 'zh' ? `${whole} 秒` : `${whole} s`;
  const minutes = number(Math.ceil(whole / 60), lang);
  return lang === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
}
