// The shared-edge graph of a level of areas, for the editor; loaded only with it.
export { build, type AreaShape } from './build';
export { History, type Command } from './command';
export { drawInside, merge, split, type Place } from './cuts';
export { ringsOf, type Ring } from './faces';
export { fromGeoJson, geometryRound } from './geojson';
export { apply, Graph, Refused, type Patch, type Edge, type EdgeId, type Face, type Node, type NodeId, type Reason } from './graph';
export { doubleArea, middleInside, same, toDegrees, toGrid, type Point } from './grid';
export { addVertex, moveEdge, moveVertex, redraw, removeVertex, vertexOf, type Along, type Vertex } from './moves';
export { lay, survey, type Owner } from './lay';
export { type Claim, type Claimant, type OverlayOptions } from './overlay';
export { redrawAcross } from './redraw_across';
export { snap, type Snap, type SnapOptions } from './snap';
