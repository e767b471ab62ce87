// The only names of the map engine that leave `map/`, and they are types: layers describe, they never draw.
export type { ExpressionSpecification, FilterSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
