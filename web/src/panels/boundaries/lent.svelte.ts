// The map lent to a panel for as long as something is shown or drawn on it.
import type { BoundaryMap, PointerHost } from '../../map/BoundaryMap';
import { scene } from '../../state/scene.svelte';

/** While `ready` tells of a host and the map stands, hands a board to `take`; what that returns gives the map back. For the start of a component. */
export function lendMap(ready: () => PointerHost | null, take: (board: BoundaryMap) => () => void): void {
  $effect(() => {
    const host = ready();
    if (!host || scene.ground !== 'map' || !scene.lender) return;
    const lender = scene.lender;
    let gone = false;
    let giveBack: (() => void) | null = null;
    // Without its code the panel works on as a list.
    void import('../../map/BoundaryMap').then(({ BoundaryMap }) => { if (!gone) giveBack = take(new BoundaryMap(lender(), host, scene.software)); }).catch(() => undefined);
    return () => {
      gone = true;
      giveBack?.();
    };
  });
}
