// The server's answers under the names that the application uses. Every shape comes from the generated schema, so a
// field that the server drops or renames stops the type check here. Null is "unknown", never zero.
import type { Feature, FeatureCollection, Geometry, LineString, MultiPolygon, Polygon } from 'geojson';
import type { SiteAccounts } from './accounts';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Words = Schemas['Words'];
/** Longitude, latitude. */
export type LonLat = Schemas['LonLat'];
/** West, south, east, north. */
export type Bounds = Schemas['Bounds'];

export type Level = Schemas['Level'];
export type Outcome = Schemas['Outcome'];
export type PostState = Schemas['PostState'];
export type LayerName = Schemas['Layer'];
export type ManagementType = Schemas['ManagementType'];
export type CaseState = Schemas['State'];

export type Problem = Schemas['Problem'];
export type Site = Schemas['SiteAnswer'] & Partial<SiteAccounts>;
export type SlugCount = Schemas['SlugCount'];
export type AreaRef = Schemas['AreaRef'];
export type FeatureRef = Schemas['FeatureRef'];
export type PartyRef = Schemas['PartyRef'];
export type Post = Schemas['Post'];
export type DepartmentLink = Schemas['DepartmentPost'];
export type NearFeature = Schemas['FeatureAt'];
export type Reason = Schemas['Reason'];
export type Question = Schemas['QuestionAnswer'];
export type Assignment = Schemas['AssignmentAnswer'];
export type RoadPlace = Schemas['RoadAt'];
export type Located = Schemas['LocateAnswer'];

export type AreaProperties = Schemas['AreaProperties'];
export type Areas = FeatureCollection<Polygon | MultiPolygon, AreaProperties> & Omit<Schemas['AreaCollection'], 'type' | 'features'>;
export type EdgeProperties = Schemas['EdgeProperties'];
export type Edges = FeatureCollection<LineString, EdgeProperties> & Omit<Schemas['EdgeCollection'], 'type' | 'features'>;
export type AreaDossier = Schemas['AreaDossier'];

/** A layer's own attributes stand beside the fields that every layer has. */
export type FeatureProperties = Schemas['FeatureProperties'] & Record<string, unknown>;
export type Features = FeatureCollection<Geometry, FeatureProperties>;
export type LayerInfo = Schemas['LayerBrief'];
export type FeatureDossier = Schemas['FeatureDossier'];

export type Category = Schemas['Category'];
export type Categories = Schemas['CategoriesAnswer'];
export type SearchResult = Schemas['SearchHit'];

export type IncidentBrief = Schemas['IncidentBrief'];
export type IncidentEvent = Schemas['EventAnswer'];
export type Incident = Schemas['IncidentAnswer'];
export type NewIncident = Schemas['NewReport'];
export type IncidentReceipt = Schemas['IncidentCreated'];
export type IncidentPage = Schemas['IncidentPage'];
/** Columns for the map: `category` and `state` index into `categories` and `states`; `at` is Unix seconds. */
export type IncidentPoints = Schemas['IncidentPoints'];
export type Histogram = Schemas['IncidentHistogram'];

/** `values` is base64 of 32-bit little-endian floats, row-major from the north-west. */
export type Density = Schemas['DensityAnswer'];
export type RankingItem = Schemas['RankedPlace'];
export type Ranking = Schemas['RankingAnswer'];

export type Revealed = Schemas['PartyRevealed'];
export type { Feature, FeatureCollection, Geometry };
