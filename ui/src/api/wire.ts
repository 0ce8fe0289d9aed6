// Wire types of the newsroom's calls.

export type Nothing = {
};

export type Made = {
  id: string;
};

export type Byline = {
  role: string | null;
  names: Array<string>;
};

export type Severity = "info" | "warning" | "error";

export type Notice = {
  code: string;
  severity: Severity;
  message: string;
  hint: string | null;
  page: string | null;
  place: string | null;
  story?: string;
  photo?: string;
  rect?: [number, number, number, number];
};

export type Session = {
  version: string;
  library: string;
  log_file: string | null;
  title: TitleView | null;
  persons: Array<PersonView>;
  seq: number;
};

export type TitleView = {
  name: string;
  latin_name: string | null;
  lang: string;
  style: string;
  tags: Array<string>;
  deadline: number | null;
};

export type PersonView = {
  id: string;
  name: string;
  roles: Array<string>;
};

export type PersonAdd = {
  name: string;
  roles: Array<string>;
};

export type TagAdd = {
  tag: string;
};

export type TopicAsk = {
  query: string;
  limit: number | null;
  codes: Array<string> | null;
};

export type Topic = {
  code: string;
  zh: string;
  en: string;
  retired: boolean;
  broader: Array<string>;
  own: boolean;
};

export type StoryRow = {
  id: string;
  slug: string;
  kicker: string;
  headline: string;
  author: string;
  desk: string | null;
  state: string;
  characters: number;
  photos: number;
  tags: Array<string>;
  pages: Array<PlacedOn>;
  filed_at: string;
  changed_at: string;
  version: number;
};

export type PlacedOn = {
  page: string;
  number: string;
  date: string;
  state: string;
};

export type StoryView = {
  id: string;
  slug: string;
  state: string;
  kicker: string | null;
  headline: string | null;
  deck: string | null;
  source: string | null;
  bylines: Array<Byline>;
  body: Array<string>;
  photos: Array<StoryPhoto>;
  rubric: string | null;
  desk: string | null;
  characters: number;
  tags: Array<string>;
  reviews: Array<ReviewRow>;
  returns: Array<ReturnRow>;
  author: string | null;
  author_name: string;
  filed_at: string;
  changed_at: string;
  pages: Array<PlacedOn>;
  fit: FitView | null;
  doc: unknown;
  version: number;
  can: Array<string>;
};

export type ReviewRow = {
  by: string;
  role: string;
  at: string;
  opinion: string | null;
  void: boolean;
  content: string;
};

export type ReturnRow = {
  by: string;
  role: string;
  at: string;
  reason: string;
};

export type HistoryRow = {
  seq: number;
  version: number;
  at: string;
  by: string;
  kind: string;
  said: string | null;
};

export type StoryAsk = {
  id: string;
};

export type StoryAtVersion = {
  id: string;
  version: number;
};

export type StoryNew = {
  kicker: string | null;
  headline: string;
  deck: string | null;
  source: string | null;
  bylines: Array<Byline>;
  body: Array<string>;
  rubric: string | null;
  tags: Array<string>;
};

export type StoryEdit = {
  id: string;
  version: number;
  steps: unknown[];
};

export type Edited = {
  version: number;
  state: string;
  characters: number;
  fit: FitView | null;
  saved_at: string;
};

export type StorySteps = {
  id: string;
  since: number;
};

export type StepsView = {
  version: number;
  steps: unknown[];
};

export type FieldsView = {
  slug: string;
  bylines: Array<Byline>;
  source: string | null;
  rubric: string | null;
  desk: string | null;
};

export type StoryFields = {
  id: string;
  fields: FieldsView;
};

export type StoryTag = {
  id: string;
  tags: Array<string>;
};

export type StoryReturn = {
  id: string;
  reason: string;
};

export type StoryApprove = {
  id: string;
  version: number | null;
  opinion: string | null;
};

export type StoryPhotoAsk = {
  story: string;
  photo: string;
};

export type CopyAsk = {
  text: string | null;
  upload: string | null;
};

export type ReadingView = {
  rubric: string | null;
  stories: Array<ReadingStory>;
  notices: Array<Notice>;
};

export type ReadingStory = {
  kicker: string | null;
  headline: string | null;
  deck: string | null;
  source: string | null;
  bylines: Array<Byline>;
  body: Array<string>;
  photos: Array<ReadingPhoto>;
  id?: string;
};

export type ReadingPhoto = {
  caption: string | null;
  credit: Byline | null;
  id?: string;
};

export type CopyFile = {
  reading: ReadingView;
};

export type FiledStory = {
  id: string;
  slug: string;
};

export type SearchAsk = {
  query: string;
  limit: number | null;
};

export type SearchHit = {
  id: string;
  slug: string;
  headline: string;
  snippet: string;
  date: string;
};

export type StoryPhoto = {
  id: string;
  caption: string | null;
  credit: Byline | null;
  file_name: string;
  px_width: number;
  px_height: number;
};

export type PhotoView = {
  id: string;
  caption: string | null;
  headline: string | null;
  creator: Array<string>;
  credit: string | null;
  copyright: string | null;
  city: string | null;
  date: string | null;
  printed_credit: Byline | null;
  file_name: string;
  mime: string;
  bytes: number;
  sha256: string;
  px_width: number;
  px_height: number;
  stories: Array<string>;
  rest: Record<string, string>;
  version: number;
};

export type PhotoAsk = {
  id: string;
};

export type PhotoAdd = {
  upload: string;
  story: string | null;
  caption: string | null;
  credit: Byline | null;
};

export type PhotoDescribe = {
  id: string;
  caption: string | null;
  credit: Byline | null;
};

export type IssueRow = {
  id: string;
  date: string;
  title: string;
  pages: number;
};

export type IssueView = {
  id: string;
  date: string;
  title: string;
  pages: Array<PageRow>;
};

export type PageRow = {
  id: string;
  number: string;
  format: string;
  section: string | null;
  state: string;
  stories: number;
  issue: string;
  date: string;
};

export type IssueNew = {
  date: string;
  title: string | null;
};

export type IssueAsk = {
  id: string;
};

export type AreaView = {
  col: number;
  row: number;
  cols: number;
  rows: number;
};

export type PictureBoxView = {
  photo: string;
  area: AreaView;
};

export type ModuleView = {
  story: string;
  area: AreaView;
  columns: number | null;
  pictures: Array<PictureBoxView>;
};

export type BandView = {
  text: string;
  area: AreaView;
};

export type MakeUpView = {
  modules: Array<ModuleView>;
  bands: Array<BandView>;
};

export type FitView = {
  page: string | null;
  number: string | null;
  over_rows: number;
  over_characters: number;
  rows_set: number;
  rows_available: number;
  headline_fits: number;
  headline_has: number;
};

export type PageStory = {
  id: string;
  slug: string;
  headline: string;
  state: string;
  over_rows: number;
  over_characters: number;
};

export type SignatureRow = {
  by: string;
  role: string;
  at: string;
  hash: string;
  void: boolean;
};

export type ProofRow = {
  by: string;
  at: string;
  hash: string;
};

export type PageView = {
  id: string;
  number: string;
  date: string;
  state: string;
  stories: Array<PageStory>;
  notices: Array<Notice>;
  hash: string;
  issue: string;
  title: string;
  section: string | null;
  editors: Array<Byline>;
  format: string;
  columns: number;
  rows: number;
  make_up: MakeUpView;
  stops: Array<Notice>;
  signatures: Array<SignatureRow>;
  proofs: Array<ProofRow>;
  tray: Array<StoryRow>;
  version: number;
  can: Array<string>;
  etag: string;
};

export type PageNew = {
  issue: string;
  number: string;
  format: string;
  section: string | null;
  editors: Array<Byline>;
};

export type PageAsk = {
  id: string;
};

export type PageLay = {
  id: string;
  version: number | null;
  make_up: MakeUpView;
};

export type PageTry = {
  id: string;
  module: ModuleView;
};

export type Arranged = {
  make_up: MakeUpView;
  notices: Array<Notice>;
};

export type ProofFormat = "pdf" | "png";

export type PageProof = {
  id: string;
  format: ProofFormat;
};

export type PageSign = {
  id: string;
  hash: string | null;
};

export type ExportView = {
  file: string;
  sha256: string;
  bytes: number;
  notices: Array<Notice>;
};
