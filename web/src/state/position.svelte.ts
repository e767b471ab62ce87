// The device's own position, only when somebody asks for it. `await position.find()` gives a fix or null and says in words why
// not; `position.follow()` keeps it up to date without a word until what it answers is called, `position.standing` tells how it is.
import type { LonLat } from '../api/types';
import { t } from '../i18n';
import { notice } from './notice.svelte';

export interface Fix { place: LonLat; accuracy_m: number; at: number }
export type Standing = 'asking' | 'found' | 'denied' | 'insecure' | 'failed';

class PositionState {
  fix = $state.raw<Fix | null>(null);
  busy = $state(false);
  standing = $state<Standing>('asking');

  get able(): boolean {
    return isSecureContext && Boolean(navigator.geolocation);
  }
  #take({ coords, timestamp }: GeolocationPosition): Fix {
    this.standing = 'found';
    this.fix = { place: [coords.longitude, coords.latitude], accuracy_m: coords.accuracy, at: timestamp };
    return this.fix;
  }

  find(): Promise<Fix | null> {
    if (!this.able) {
      notice.say(t('common.locateInsecure'));
      return Promise.resolve(null);
    }
    this.busy = true;
    return new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        (found) => {
          this.busy = false;
          resolve(this.#take(found));
        },
        (error) => {
          this.busy = false;
          notice.say(error.code === error.PERMISSION_DENIED ? t('common.locateDenied') : t('common.locateFailed'));
          resolve(null);
        },
        { enableHighAccuracy: true, timeout: 12_000, maximumAge: 10_000 },
      );
    });
  }

  follow(): () => void {
    if (!this.able) {
      this.standing = 'insecure';
      return () => undefined;
    }
    if (this.standing !== 'found') this.standing = 'asking';
    const watch = navigator.geolocation.watchPosition(
      (found) => void this.#take(found),
      (error) => {
        // A fix that was good a moment ago is better than none.
        if (error.code === error.PERMISSION_DENIED) this.standing = 'denied';
        else if (this.standing !== 'found') this.standing = 'failed';
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 10_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }
}
export const position = new PositionState();
