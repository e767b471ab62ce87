// The shared-edge graph of a level of areas, for the editor; loaded only with it.
export { build, type AreaShape } from './build';
export { History, type Command } from './command';
export { drawInside, merge, split, type Place } from './cuts';
export { polygonsOf, type Polygon } from './faces';
export { fromGeoJson, geometryOf, toGeoJson } from './geojson';
export { Graph, Refused, type Edge, type EdgeId, type Face, type Node, type NodeId, type Reason } from './graph';
export { toDegrees, toGrid, type Point } from './grid';
export { addVertex, moveEdge, moveVertex, redraw, removeVertex, vertexOf, type Vertex } from './moves';
export { snap, type Snap, type SnapOptions } from './snap';
