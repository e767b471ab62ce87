// The shapes that the server answers with, by hand in the form that openapi-typescript would give:
// closed unions where the contract closes them, `| null` where the server may not know. Null is "unknown", never zero.
import type { Feature, FeatureCollection, Geometry, LineString, MultiPolygon, Polygon } from 'geojson';

export interface Words { zh: string; en: string }
export type LonLat = [number, number];
/** west, south, east, north */
export type Bounds = [number, number, number, number];

export type Level = 'district' | 'street' | 'community' | 'zone' | 'point';
export type Outcome = 'inside' | 'nearest' | 'outside';
export type PostState = 'filled' | 'person_pending' | 'vacant';
export type LayerName =
  | 'road' | 'compound' | 'building' | 'market' | 'vending_zone' | 'frontage' | 'facility'
  | 'focus_spot' | 'site' | 'resident_group';
export type ManagementType =
  | 'managed' | 'self_managed' | 'trusteeship' | 'semi_managed' | 'unmanaged' | 'abandoned'
  | 'enterprise' | 'unit_housing' | 'open' | 'unknown';
export type CaseState =
  | 'reported' | 'filed' | 'dispatched' | 'handled' | 'closed' | 'rejected' | 'suspended' | 'void' | 'merged'
  | 'handled_on_site';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  words?: Words;
  errors?: { field: string; code: string; words: Words; place?: string }[];
  request_id?: string;
}

export interface Site {
  name: Words;
  product: string;
  version: string;
  zone: string;
  demo: boolean;
  open_private: boolean;
  loopback_only: boolean;
  map_approval: string | null;
  bounds: Bounds | null;
  home: AreaRef | null;
  incident_span: { from: string | null; to: string | null; total: number };
  now: string;
  glossary: Record<string, Words>;
  states: { slug: CaseState; words: Words; open: boolean }[];
  departments: { slug: string; name: Words; short: Words }[];
}

export interface SlugCount { slug: string; count: number }
export interface AreaRef { level: Level; code: string; name: string }
export interface FeatureRef { layer: LayerName; code: string; name: string }

export interface PartyRef {
  id: string;
  /** Null when the name is hidden from the public. */
  name: string | null;
  kind: 'person' | 'unit' | 'department' | 'contractor';
  has_phone: boolean;
}

export interface Post {
  role: string;
  role_words: Words;
  level: Level | null;
  area: { code: string; name: string; level?: Level } | null;
  state: PostState;
  state_words: Words;
  appointment: string | null;
  unit: PartyRef | null;
  person: PartyRef | null;
  title: string | null;
  primary: boolean;
  duty_phone: string | null;
  since: string | null;
}

export interface Holder extends Post {
  feature: FeatureRef | null;
  department: string | null;
  label: Words;
}

export interface DepartmentLink {
  department: string;
  name: Words;
  state: PostState;
  post: Post | null;
  inherited_from: AreaRef | null;
}

export interface NearFeature {
  layer: LayerName;
  code: string;
  name: string;
  distance_m: number;
  attributes: Record<string, unknown>;
}

export interface Reason { code: string; zh: string; en: string }
export interface Question {
  code: string;
  words: Words;
  options: { code: string; words: Words; outcome: string | Words | null }[];
}
export interface Assignment {
  block: Holder | null;
  actor: Holder | null;
  department: string | null;
  copies: Holder[];
  checker: Holder | null;
  question: Question | null;
  verdict: 'compliant' | 'over_line' | 'over_time' | null;
  limit: { amount: number; unit: string; words: Words } | null;
  rule: string;
  reasons: Reason[];
}

export interface RoadPlace {
  code: string;
  name: string;
  class: 'main' | 'secondary' | 'lane' | null;
  side: string;
  on_carriageway: boolean;
  distance_m: number;
  side_rule: string | null;
  words: Words;
}

export interface Located {
  position: LonLat;
  datum: string;
  at: string;
  outcome: Outcome;
  distance_m: number | null;
  remainder: boolean;
  border_m: number | null;
  border_area: AreaRef | null;
  edition: number | null;
  /** The owner first, then upward. */
  areas: AreaRef[];
  near_border: { area: AreaRef; probability: number; owner: Holder | null }[];
  road: RoadPlace | null;
  features: NearFeature[];
  chain: Post[];
  departments: DepartmentLink[];
  schemes: { scheme: string; code: string; name: string }[];
  /** Of the owner's area; `incidents?area=` lists them. */
  open_incidents: { here: number };
  routing: Assignment | null;
}

export interface AreaProperties {
  scheme: string;
  level: Level;
  code: string;
  name: string;
  parent: string | null;
  area_m2: number | null;
  extent?: string | null;
  drawn: boolean;
  head: Words | null;
  vacant: boolean;
  open_incidents: number | null;
}
export type Areas = FeatureCollection<Polygon | MultiPolygon, AreaProperties>;

export interface EdgeProperties { level: Level; left: string | null; right: string | null }
export type Edges = FeatureCollection<LineString, EdgeProperties>;

export interface AreaDossier {
  area: AreaRef;
  scheme: string;
  extent: string | null;
  parent: AreaRef | null;
  children: AreaRef[];
  posts: Post[];
  departments: DepartmentLink[];
  features: Partial<Record<LayerName, number>>;
  compounds: { code: string; name: string; management_type: ManagementType }[];
  incidents: {
    open: number;
    closed: number;
    overdue: number;
    by_category: SlugCount[];
  };
  area_m2: number | null;
  undrawn_m2: number | null;
  undrawn_share: number | null;
  bounds: Bounds | null;
  geometry: Geometry | null;
}

export interface FeatureProperties {
  code: string;
  name: string;
  layer: LayerName;
  owner_label?: Words | string | null;
  [attribute: string]: unknown;
}
export type Features = FeatureCollection<Geometry, FeatureProperties>;
export interface LayerInfo { layer: LayerName; words: Words; count: number }

export interface FeatureDossier {
  feature: FeatureRef;
  attributes: Record<string, unknown>;
  posts: Post[];
  areas: AreaRef[];
  incidents: { open: number; closed: number; overdue: number; by_category: SlugCount[] };
  bounds: Bounds | null;
  geometry: Geometry | null;
}

export interface Category {
  slug: string;
  kind: 'incident' | 'check_item';
  parent: string | null;
  name: Words;
  remedy: string | null;
  codes: { set: string; code: string; name: string; source: string; confidence: string }[];
  keywords: string[];
  picture: string | null;
}
export interface Categories { categories: Category[]; pictures: string[] }

export interface SearchResult {
  kind: 'area' | 'feature' | 'post' | 'road' | 'party';
  layer?: LayerName;
  level?: Level;
  code: string;
  name: string;
  detail: Words;
  position: LonLat | null;
  bounds?: Bounds;
  score: number;
}

export interface IncidentBrief {
  id: string;
  number: string;
  category: string;
  category_name: Words;
  state: CaseState;
  position: LonLat;
  address: string | null;
  description: string | null;
  source: string;
  occurred_at: string | null;
  recorded_at: string;
  due_at: string | null;
  closed_at: string | null;
  overdue: boolean;
  areas: { point: string | null; zone: string | null; community: string | null };
  owner: Words | null;
  department: string | null;
  version: number;
}

export interface IncidentEvent {
  kind: string;
  words: Words;
  from: CaseState | null;
  to: CaseState | null;
  at: string;
  actor_role: string | null;
  note: string | null;
}

export interface Incident extends IncidentBrief {
  assignment: Assignment | null;
  events: IncidentEvent[];
  outcome: Outcome;
  distance_m: number | null;
  accuracy_m: number | null;
  datum: string;
  tracking_code?: string | null;
}

export interface NewIncident {
  lon: number;
  lat: number;
  datum?: string;
  accuracy_m?: number;
  category: string;
  answer?: string;
  description?: string;
  address?: string;
  occurred_at?: string;
  source?: 'public' | 'patrol' | '12345' | 'wechat' | 'leader';
  external_ref?: string;
  contact?: { name?: string; phone?: string };
}

export interface IncidentReceipt {
  id: string;
  number: string;
  tracking_code: string;
  state: CaseState;
  recorded_at: string;
  outcome: Outcome;
  areas: AreaRef[];
  assignment: Assignment;
  version: number;
}

export interface IncidentPage { items: IncidentBrief[]; next_cursor: string | null; total: number }

/** Columns for the map: `category` and `state` index into `categories` and `states`; `at` is Unix seconds. */
export interface IncidentPoints {
  as_of: string;
  count: number;
  capped: boolean;
  ids: string[];
  lon: number[];
  lat: number[];
  category: number[];
  state: number[];
  at: number[];
  categories: string[];
  states: CaseState[];
  shared_default: [number, number, number][];
}

export interface Histogram {
  as_of: string;
  days: { day: string; count: number }[];
  total?: number;
  /** Incidents before the first of `days`, which reaches back 731 days at most. */
  earlier: number;
  by_category: SlugCount[];
  by_state: SlugCount[];
  by_source: SlugCount[];
}

export interface Density {
  as_of: string;
  bounds: Bounds;
  width: number;
  height: number;
  cell_m: number;
  bandwidth_m: number;
  unit: 'incidents_per_km2';
  total: number;
  max: number;
  error: number;
  /** Base64 of 32-bit little-endian floats, row-major from the north-west. */
  values: string;
  period: { from: string | null; to: string | null };
}

export interface RankingItem {
  rank: number;
  code: string;
  name: Words;
  count: number;
  open: number;
  per: { value: number; unit: 'per_100m' | 'per_100_households' | 'per_km2' } | null;
  top_categories: SlugCount[];
  owner: Holder | null;
  geometry: Geometry | null;
  position: LonLat;
  previous: number | null;
  small_number: boolean;
}
export interface Ranking {
  as_of: string;
  by: 'segment' | 'compound' | 'area';
  total: number;
  unassigned: number;
  items: RankingItem[];
}

export interface Revealed { id: string; name: string; mobile: string | null }
export type { Feature, FeatureCollection, Geometry };
