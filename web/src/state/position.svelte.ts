// The device's own position, only when somebody presses the button. `await position.find()` gives a fix or null and says in words why not.
import type { LonLat } from '../api/types';
import { t } from '../i18n';
import { notice } from './notice.svelte';

export interface Fix { place: LonLat; accuracy_m: number; at: number }

class PositionState {
  fix = $state.raw<Fix | null>(null);
  busy = $state(false);

  find(): Promise<Fix | null> {
    if (!isSecureContext || !navigator.geolocation) {
      notice.say(t('common.locateInsecure'));
      return Promise.resolve(null);
    }
    this.busy = true;
    return new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords, timestamp }) => {
          this.busy = false;
          this.fix = { place: [coords.longitude, coords.latitude], accuracy_m: coords.accuracy, at: timestamp };
          resolve(this.fix);
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
}
export const position = new PositionState();
