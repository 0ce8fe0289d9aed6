// Written by `make typescript`; a test compares. Do not edit.

export type Refusal = { 
/**
 * The stable code.
 */
code: string, 
/**
 * One sentence, in the language that was asked for.
 */
message: string, 
/**
 * What to do.
 */
hint: string, };

export type Lang = "zh-CN" | "en";

export type Ask = { 
/**
 * The person: an id or a name.
 */
as: string | null, 
/**
 * The caller's name for this change: asked again with the same one it is done once.
 */
cmd_id: string | null, 
/**
 * The language of messages.
 */
lang: Lang, };

export type Nothing = Record<symbol, never>;

export type Made = { 
/**
 * Its id.
 */
id: string, };

export type Byline = { 
/**
 * The role as printed; null where the copy names none.
 */
role: string | null, 
/**
 * The names.
 */
names: Array<string>, };

export type Severity = "info" | "warning" | "error";

export type Notice = { 
/**
 * The stable code.
 */
code: string, 
/**
 * How bad it is.
 */
severity: Severity, 
/**
 * One sentence.
 */
message: string, 
/**
 * What to do.
 */
hint: string | null, 
/**
 * The page: its number as printed, or its place in the file, from 1.
 */
page: string | null, 
/**
 * Where, in words (a line of a file, a story's slug).
 */
place: string | null, 
/**
 * The story that it leads to.
 */
story?: string, 
/**
 * The photo that it leads to.
 */
photo?: string, 
/**
 * The place on the page that it leads to: x, y, width, height in 点.
 */
rect?: [number, number, number, number], };

export type Session = { 
/**
 * The program's version.
 */
version: string, 
/**
 * The library's folder.
 */
library: string, 
/**
 * The log file, where the door keeps one.
 */
log_file: string | null, 
/**
 * The title; null until it has been named.
 */
title: TitleView | null, 
/**
 * The formats in which a page can be planned, as the title's style sheet has them.
 */
formats: Array<FormatView>, 
/**
 * The people, in the order in which they were added.
 */
persons: Array<PersonView>, 
/**
 * The number of the newest event: it moves whenever anything has changed.
 */
seq: number, };

export type FormatView = { 
/**
 * The trade name: 四开, 对开通版 ….
 */
name: string, 
/**
 * Whether it is a spread: it takes two places in the issue, and its number is both of theirs.
 */
spread: boolean, 
/**
 * Width of the trimmed page in millimetres.
 */
width_mm: number, 
/**
 * Height of the trimmed page in millimetres.
 */
height_mm: number, 
/**
 * Base columns.
 */
columns: number, 
/**
 * 字 in a base column.
 */
column: number, 
/**
 * Rows.
 */
rows: number, };

export type TitleView = { 
/**
 * The name as printed.
 */
name: string, 
/**
 * The name in Latin letters.
 */
latin_name: string | null, 
/**
 * `zh-CN` or `en`.
 */
lang: string, 
/**
 * The style sheet.
 */
style: string, 
/**
 * The title's own tags.
 */
tags: Array<string>, 
/**
 * When the pages close, in minutes after midnight.
 */
deadline: number | null, };

export type StyleView = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What its file was called; null for a sheet that comes with the program.
 */
file_name: string | null, 
/**
 * Whether the title's pages are set by it.
 */
in_use: boolean, 
/**
 * The language of its pages; null, like all that follows, where it cannot be read.
 */
lang: string | null, 
/**
 * The press profile that its pages are printed for.
 */
profile: string | null, 
/**
 * How it names the files of pages: `{date}-{page}`.
 */
page_files: string | null, 
/**
 * Why it cannot be read.
 */
fault: Refusal | null, };

export type StyleAdd = { 
/**
 * The upload's name, as the upload answered it.
 */
upload: string, };

export type ProfileView = { 
/**
 * What style sheets call it.
 */
name: string, 
/**
 * What its file was called; null for a profile that comes with the program.
 */
file_name: string | null, 
/**
 * Whether the title's pages are printed for it.
 */
in_use: boolean, 
/**
 * The name by which print houses know the printing condition.
 */
condition: string, 
/**
 * Whether that is a name of the ICC's registry.
 */
registered: boolean, 
/**
 * The condition in words.
 */
description: string, 
/**
 * The largest sum of the four inks, in per cent.
 */
ink_limit: number, 
/**
 * Why its file cannot be read.
 */
fault: Refusal | null, };

export type ProfileAdd = { 
/**
 * The upload's name, as the upload answered it.
 */
upload: string, 
/**
 * What style sheets are to call it; null: as its file.
 */
name: string | null, 
/**
 * The name by which print houses know the printing condition.
 */
condition: string, 
/**
 * Whether that is a name of the ICC's registry.
 */
registered: boolean, 
/**
 * The condition in words; null: as the file says.
 */
description: string | null, 
/**
 * The largest sum of the four inks, in per cent.
 */
ink_limit: number, };

export type PersonView = { 
/**
 * The id.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * The roles, by their stable names.
 */
roles: Array<string>, };

export type PersonAdd = { 
/**
 * The name.
 */
name: string, 
/**
 * The roles.
 */
roles: Array<string>, };

export type TagAdd = { 
/**
 * The tag.
 */
tag: string, };

export type TopicAsk = { 
/**
 * Part of a name, Chinese or English, or of a code; empty lists the top ones.
 */
query: string, 
/**
 * How many at the most; 20 unless told.
 */
limit: number | null, 
/**
 * Codes whose names are wanted, retired ones too; the query is then not used.
 */
codes: Array<string> | null, };

export type Topic = { 
/**
 * The code (`medtop:01000000`); for the title's own the tag itself.
 */
code: string, 
/**
 * The name in Chinese.
 */
zh: string, 
/**
 * The name in English.
 */
en: string, 
/**
 * Whether IPTC has retired it.
 */
retired: boolean, 
/**
 * The codes above it, nearest first.
 */
broader: Array<string>, 
/**
 * Whether it is the title's own.
 */
own: boolean, };

export type StoryRow = { 
/**
 * The id.
 */
id: string, 
/**
 * 稿名.
 */
slug: string, 
/**
 * 引题.
 */
kicker: string | null, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * Who filed it; null while nobody had been named.
 */
author: string | null, 
/**
 * 部门.
 */
desk: string | null, 
/**
 * `draft`, `submitted`, `returned`, `approved`, `held`, `spiked`.
 */
state: string, 
/**
 * Body characters.
 */
characters: number, 
/**
 * How many photos go with it.
 */
photos: number, 
/**
 * Its tags.
 */
tags: Array<string>, 
/**
 * Where it stands.
 */
pages: Array<PlacedOn>, 
/**
 * When it was filed.
 */
filed_at: string, 
/**
 * When its content last changed.
 */
changed_at: string, 
/**
 * The version to name when changing it.
 */
version: number, 
/**
 * Of `submit`, `hold`, `release`, `spike` and `unspike`, what whoever asks may do now.
 */
can: Array<string>, };

export type PlacedOn = { 
/**
 * The page.
 */
page: string, 
/**
 * Its number.
 */
number: string, 
/**
 * The issue's date.
 */
date: string, 
/**
 * The page's state.
 */
state: string, };

export type StoryView = { 
/**
 * The id.
 */
id: string, 
/**
 * 稿名.
 */
slug: string, 
/**
 * The state.
 */
state: string, 
/**
 * 引题.
 */
kicker: string | null, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * 副题.
 */
deck: string | null, 
/**
 * 消息头.
 */
source: string | null, 
/**
 * 署名.
 */
bylines: Array<Byline>, 
/**
 * 正文, a paragraph each.
 */
body: Array<string>, 
/**
 * Its photos.
 */
photos: Array<StoryPhoto>, 
/**
 * 栏目.
 */
rubric: string | null, 
/**
 * 部门.
 */
desk: string | null, 
/**
 * Body characters.
 */
characters: number, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Reviews, void ones too, oldest first.
 */
reviews: Array<ReviewRow>, 
/**
 * Returns, oldest first.
 */
returns: Array<ReturnRow>, 
/**
 * Who filed it; null while nobody has been named.
 */
author: string | null, 
/**
 * The author's name; null while nobody had been named.
 */
author_name: string | null, 
/**
 * When it was filed.
 */
filed_at: string, 
/**
 * When its content last changed.
 */
changed_at: string, 
/**
 * Where it stands.
 */
pages: Array<PlacedOn>, 
/**
 * How it fits the hole on the first of those pages.
 */
fit: FitView | null, 
/**
 * The text as a ProseMirror document of the shared schema.
 */
doc: unknown, 
/**
 * The version to name when changing it.
 */
version: number, 
/**
 * What the person who asks may do now: `edit`, `tag`, `attach`, `submit`, `return`, `approve`, `hold`,
 * `release`, `spike`, `unspike`.
 */
can: Array<string>, };

export type ReviewRow = { 
/**
 * Who.
 */
by: string, 
/**
 * In which role.
 */
role: string, 
/**
 * When.
 */
at: string, 
/**
 * The opinion.
 */
opinion: string | null, 
/**
 * Whether the content changed afterwards.
 */
void: boolean, 
/**
 * SHA-256 of what was approved.
 */
content: string, };

export type ReturnRow = { 
/**
 * Who.
 */
by: string, 
/**
 * In which role.
 */
role: string, 
/**
 * When.
 */
at: string, 
/**
 * Why.
 */
reason: string, };

export type HistoryRow = { 
/**
 * The event's number in the log.
 */
seq: number, 
/**
 * The story's version after it.
 */
version: number, 
/**
 * When.
 */
at: string, 
/**
 * Who; null while nobody had been named.
 */
by: string | null, 
/**
 * What: the event's stable name.
 */
kind: string, 
/**
 * A reason or an opinion.
 */
said: string | null, };

export type StoryAsk = { 
/**
 * Which.
 */
id: string, };

export type StoryAtVersion = { 
/**
 * Which.
 */
id: string, 
/**
 * The version.
 */
version: number, };

export type StoryNew = { 
/**
 * 引题.
 */
kicker: string | null, 
/**
 * 主题; null while it has none.
 */
headline: string | null, 
/**
 * 副题.
 */
deck: string | null, 
/**
 * 消息头.
 */
source: string | null, 
/**
 * 署名.
 */
bylines: Array<Byline>, 
/**
 * 正文, a paragraph each.
 */
body: Array<string>, 
/**
 * 栏目.
 */
rubric: string | null, 
/**
 * Tags.
 */
tags: Array<string>, };

export type StoryEdit = { 
/**
 * Which.
 */
id: string, 
/**
 * The version that the steps were made for.
 */
version: number, 
/**
 * ProseMirror steps.
 */
steps: unknown[], };

export type StoryRewrite = { 
/**
 * Which story.
 */
id: string, 
/**
 * 引题.
 */
kicker: string | null, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * 副题.
 */
deck: string | null, 
/**
 * 消息头.
 */
source: string | null, 
/**
 * 署名.
 */
bylines: Array<Byline> | null, 
/**
 * 正文, a paragraph each; marks in paragraphs that change are lost.
 */
body: Array<string> | null, };

export type Edited = { 
/**
 * The version from now on.
 */
version: number, 
/**
 * The state from now on.
 */
state: string, 
/**
 * Body characters.
 */
characters: number, 
/**
 * How it fits its hole now.
 */
fit: FitView | null, 
/**
 * When it was saved.
 */
saved_at: string, };

export type StorySteps = { 
/**
 * Which story.
 */
id: string, 
/**
 * The version that is known.
 */
since: number, };

export type StepsView = { 
/**
 * The version after them.
 */
version: number, 
/**
 * The steps, in order.
 */
steps: unknown[], };

export type FieldsView = { 
/**
 * 稿名; empty makes one from the headline.
 */
slug?: string, 
/**
 * 署名.
 */
bylines?: Array<Byline>, 
/**
 * 消息头.
 */
source?: string | null, 
/**
 * 栏目.
 */
rubric?: string | null, 
/**
 * 部门.
 */
desk?: string | null, };

export type StoryFields = { 
/**
 * Which story.
 */
id: string, 
/**
 * What is to change.
 */
fields: FieldsView, 
/**
 * What those fields were when they were seen: where one has been changed since, nothing is.
 */
seen?: FieldsView, 
/**
 * The version that was seen, where the change must not be made on another.
 */
version?: number, };

export type StoryTag = { 
/**
 * Which story.
 */
id: string, 
/**
 * All of them.
 */
tags: Array<string>, 
/**
 * The version that was seen, where the change must not be made on another.
 */
version?: number, };

export type StoryReturn = { 
/**
 * Which story.
 */
id: string, 
/**
 * Why.
 */
reason: string, };

export type StoryApprove = { 
/**
 * Which story.
 */
id: string, 
/**
 * The version that was read; null takes the newest.
 */
version: number | null, 
/**
 * The opinion.
 */
opinion: string | null, };

export type StoryPhotoAsk = { 
/**
 * The story.
 */
story: string, 
/**
 * The photo.
 */
photo: string, };

export type CopyAsk = { 
/**
 * Pasted text.
 */
text: string | null, 
/**
 * The upload's name, as the upload answered it.
 */
upload: string | null, };

export type ReadingView = { 
/**
 * 栏目 over the stories.
 */
rubric: string | null, 
/**
 * The stories.
 */
stories: Array<ReadingStory>, 
/**
 * What the reading was unsure of.
 */
notices: Array<Notice>, };

export type ReadingStory = { 
/**
 * 引题.
 */
kicker: string | null, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * 副题.
 */
deck: string | null, 
/**
 * 消息头.
 */
source: string | null, 
/**
 * 署名.
 */
bylines: Array<Byline>, 
/**
 * 正文.
 */
body: Array<string>, 
/**
 * Pictures that the copy speaks of.
 */
photos: Array<ReadingPhoto>, 
/**
 * The id, once filed.
 */
id?: string, };

export type ReadingPhoto = { 
/**
 * 图说.
 */
caption: string | null, 
/**
 * 摄影署名.
 */
credit: Byline | null, 
/**
 * The id, once there is a picture for it.
 */
id?: string, };

export type CopyFile = { 
/**
 * The reading.
 */
reading: ReadingView, };

export type FiledStory = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its slug.
 */
slug: string, };

export type SearchAsk = { 
/**
 * Any run of characters.
 */
query: string, 
/**
 * How many at the most; 50 unless told.
 */
limit: number | null, };

export type SearchHit = { 
/**
 * The story.
 */
id: string, 
/**
 * 稿名.
 */
slug: string, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * Some words around the find.
 */
snippet: string, 
/**
 * The day on which it was filed.
 */
date: string, };

export type StoryPhoto = { 
/**
 * The id.
 */
id: string, 
/**
 * 图说.
 */
caption: string | null, 
/**
 * 摄影署名 as printed.
 */
credit: Byline | null, 
/**
 * The name that the file came with; null while only the words are there.
 */
file_name: string | null, 
/**
 * Width in pixels, upright.
 */
px_width: number | null, 
/**
 * Height in pixels, upright.
 */
px_height: number | null, };

export type PhotoView = { 
/**
 * The id.
 */
id: string, 
/**
 * 图说: as written here, else the file's.
 */
caption: string | null, 
/**
 * IPTC Headline.
 */
headline: string | null, 
/**
 * IPTC Creator.
 */
creator: Array<string>, 
/**
 * IPTC Credit Line.
 */
credit: string | null, 
/**
 * IPTC Copyright Notice.
 */
copyright: string | null, 
/**
 * IPTC City.
 */
city: string | null, 
/**
 * IPTC Date Created, ISO 8601.
 */
date: string | null, 
/**
 * 摄影署名 as printed.
 */
printed_credit: Byline | null, 
/**
 * The name that the file came with; null, like all that is said of the file, while only the words are there.
 */
file_name: string | null, 
/**
 * The media type.
 */
mime: string | null, 
/**
 * Length of the file in bytes.
 */
bytes: number | null, 
/**
 * SHA-256 of the file.
 */
sha256: string | null, 
/**
 * Width in pixels, upright.
 */
px_width: number | null, 
/**
 * Height in pixels, upright.
 */
px_height: number | null, 
/**
 * Stories that it goes with.
 */
stories: Array<string>, 
/**
 * The rest of what the file says, by field name.
 */
rest: { [key in string]: string }, 
/**
 * The version to name when changing it.
 */
version: number, };

export type PhotoAsk = { 
/**
 * Which.
 */
id: string, };

export type PhotoAdd = { 
/**
 * The upload's name, as the upload answered it.
 */
upload: string, 
/**
 * The story that it goes with.
 */
story: string | null, 
/**
 * The photo of which only the words are there and whose picture this is. Without it, the picture is the one
 * that the story waits for, where it waits for one alone and no words are given here; else it is a new photo.
 */
photo?: string, 
/**
 * 图说, where it is known already.
 */
caption: string | null, 
/**
 * 摄影署名, where it is known already.
 */
credit: Byline | null, };

export type PhotoTaken = { 
/**
 * Its id.
 */
id: string, 
/**
 * What was doubtful in what its file says.
 */
notices: Array<Notice>, };

export type PhotoDescribe = { 
/**
 * Which.
 */
id: string, 
/**
 * 图说.
 */
caption: string | null, 
/**
 * 摄影署名.
 */
credit: Byline | null, };

export type AdvertView = { 
/**
 * The id.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * The name that the file came with.
 */
file_name: string, 
/**
 * Length of the file in bytes.
 */
bytes: number, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * Width of its trimmed page in millimetres.
 */
width_mm: number, 
/**
 * Height of its trimmed page in millimetres.
 */
height_mm: number, 
/**
 * The pages that it stands on.
 */
pages: Array<AdvertOn>, 
/**
 * What the press finds in it; left out of lists.
 */
notices?: Array<Notice>, };

export type AdvertOn = { 
/**
 * The page.
 */
page: string, 
/**
 * Its number as printed.
 */
number: string, 
/**
 * The issue's date.
 */
date: string, };

export type AdvertAsk = { 
/**
 * Which.
 */
id: string, };

export type AdvertAdd = { 
/**
 * The upload's name, as the upload answered it.
 */
upload: string, 
/**
 * What the advert is called; null: as its file.
 */
name: string | null, };

export type AdvertTaken = { 
/**
 * Its id.
 */
id: string, 
/**
 * What the press finds in it.
 */
notices: Array<Notice>, };

export type IssueRow = { 
/**
 * The id.
 */
id: string, 
/**
 * The date on the paper, YYYY-MM-DD.
 */
date: string, 
/**
 * The newspaper's name; null while it has none.
 */
title: string | null, 
/**
 * How many pages it has; a spread counts as two.
 */
pages: number, };

export type IssueView = { 
/**
 * The id.
 */
id: string, 
/**
 * The date on the paper.
 */
date: string, 
/**
 * The newspaper's name; null while it has none.
 */
title: string | null, 
/**
 * The pages, by number.
 */
pages: Array<PageRow>, };

export type IssueExported = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Its pages, in order.
 */
files: Array<IssueFile>, 
/**
 * What the press and its preflight have to say.
 */
notices: Array<Notice>, };

export type IssueFile = { 
/**
 * Its name.
 */
file: string, 
/**
 * The page's number.
 */
number: string, 
/**
 * SHA-256 of it.
 */
sha256: string, 
/**
 * Its length.
 */
bytes: number, };

export type IssueProgress = { 
/**
 * Whether it is under way.
 */
running: boolean, 
/**
 * Pages that are finished and checked.
 */
done: number, 
/**
 * Pages in all.
 */
all: number, };

export type PageRow = { 
/**
 * The id.
 */
id: string, 
/**
 * The number as printed; a spread's two, `A04-A05`.
 */
number: string, 
/**
 * The format, by its trade name: 四开, 对开通版 ….
 */
format: string, 
/**
 * The section.
 */
section: string | null, 
/**
 * `planned`, `laid`, `proofed`, `signed`, `sent`.
 */
state: string, 
/**
 * How many stories stand on it.
 */
stories: number, 
/**
 * Whether it is printed in black alone.
 */
black_alone: boolean, 
/**
 * The issue.
 */
issue: string, 
/**
 * The issue's date.
 */
date: string, };

export type IssueNew = { 
/**
 * YYYY-MM-DD.
 */
date: string, 
/**
 * The newspaper's name; the title's own unless given.
 */
title: string | null, };

export type IssueAsk = { 
/**
 * Which.
 */
id: string, };

export type AreaView = { 
/**
 * The first base column.
 */
col: number, 
/**
 * The first row.
 */
row: number, 
/**
 * How many base columns.
 */
cols: number, 
/**
 * How many rows.
 */
rows: number, };

export type PictureBoxView = { 
/**
 * The photo.
 */
photo: string, 
/**
 * From the module's own top left; the caption stands in it too.
 */
area: AreaView, };

export type Treatment = { 
/**
 * Where the headline stands.
 */
head?: HeadPlace, 
/**
 * The headline's lines as the page editor broke it. They hold as long as they are the headline's words: words
 * that nobody wrote are never printed.
 */
lines?: Array<string>, 
/**
 * What is behind the headline block (反白题).
 */
head_ground?: Ground, 
/**
 * The box around the headline block (题框).
 */
head_border?: Border, 
/**
 * Where the kicker stands.
 */
kicker?: KickerPlace, 
/**
 * The box around the module (框).
 */
border?: Border, 
/**
 * What is behind the whole module (底纹, 反白).
 */
ground?: Ground, 
/**
 * The rows of the large first letter; 0: none.
 */
drop_cap?: number, 
/**
 * Whether fine rules stand between its text columns (栏线).
 */
column_rules?: boolean, 
/**
 * What is cut out of the area: an L has one notch at a corner, a U one in the middle of a side.
 */
notches?: Array<AreaView>, 
/**
 * Pulled quotes, each keeping the text clear of it.
 */
quotes?: Array<Quote>, 
/**
 * How the text runs around pictures; around a picture that is not named, along its box.
 */
wraps?: Array<Wrap>, 
/**
 * Captions that several pictures share.
 */
captions?: Array<CaptionBox>, 
/**
 * Whether credits run up the edge of their pictures instead of standing in the captions.
 */
edge_credits?: boolean, 
/**
 * The page that the story comes from (上接).
 */
from?: string, 
/**
 * The page that the story goes on on (下转).
 */
to?: string, };

export type HeadPlace = { "kind": "over" } | { "kind": "beside", 
/**
 * How many base columns it takes.
 */
cols: number, } | { "kind": "upright", 
/**
 * How many base columns it takes.
 */
cols: number, 
/**
 * On which side of the text.
 */
side: Side, };

export type KickerPlace = "above" | "shoulder";

export type Side = "left" | "right";

export type Ground = { 
/**
 * A tint, in per cent of black; 0: the bare paper.
 */
tint: number, 
/**
 * Whether the text is reversed out of it (反白).
 */
reversed: boolean, };

export type Border = "none" | "thin" | "thick" | "double";

export type Quote = { 
/**
 * Its words: they must stand in the story's text.
 */
text: string, 
/**
 * Where it stands.
 */
area: AreaView, };

export type Wrap = { 
/**
 * The picture.
 */
photo: string, 
/**
 * Along which outline; the picture is cut to it.
 */
shape?: Shape, 
/**
 * Rows that stay free above and below it; `None`: the style's.
 */
rows?: number, 
/**
 * 字 that stay free beside it; `None`: the style's.
 */
ems?: number, };

export type Shape = { "kind": "box" } | { "kind": "round" } | { "kind": "polygon", 
/**
 * Its corners, across and down, in thousandths of the box.
 */
points: Array<[number, number]>, };

export type CaptionBox = { 
/**
 * The pictures, in the order in which it speaks of them.
 */
photos: Array<string>, 
/**
 * Where it stands.
 */
area: AreaView, };

export type ModuleView = { 
/**
 * The story.
 */
story: string, 
/**
 * Where it stands.
 */
area: AreaView, 
/**
 * Into how many text columns its body is broken; null: one a base column.
 */
columns: number | null, 
/**
 * The largest size that its headline may have, in 点; null: the largest that fits.
 */
headline: number | null, 
/**
 * Its pictures.
 */
pictures: Array<PictureBoxView>, 
/**
 * How it is dressed; left out for a plain module.
 */
treatment?: Treatment, };

export type BandView = { 
/**
 * The rubric.
 */
text: string, 
/**
 * Where it stands.
 */
area: AreaView, };

export type AdvertBoxView = { 
/**
 * The advert.
 */
advert: string, 
/**
 * Where it stands.
 */
area: AreaView, };

export type MakeUpView = { 
/**
 * Stories.
 */
modules: Array<ModuleView>, 
/**
 * Rubrics.
 */
bands: Array<BandView>, 
/**
 * Adverts; left out where there is none.
 */
adverts?: Array<AdvertBoxView>, };

export type FitView = { 
/**
 * The page; null for one that is only tried.
 */
page: string | null, 
/**
 * Its number.
 */
number: string | null, 
/**
 * Rows past the hole; negative: rows still free.
 */
over_rows: number, 
/**
 * Characters past the hole; negative: what it could still take.
 */
over_characters: number, 
/**
 * Rows that the body fills, over all columns.
 */
rows_set: number, 
/**
 * Rows that the hole has for the body, over all columns.
 */
rows_available: number, 
/**
 * How many characters of its size the headline's line takes.
 */
headline_fits: number, 
/**
 * How many the headline has.
 */
headline_has: number, };

export type PageStory = { 
/**
 * The story.
 */
id: string, 
/**
 * 稿名.
 */
slug: string, 
/**
 * 主题.
 */
headline: string | null, 
/**
 * Its state.
 */
state: string, 
/**
 * Rows past the hole; negative: rows still free.
 */
over_rows: number, 
/**
 * Characters past the hole; negative: what it could still take.
 */
over_characters: number, };

export type SignatureRow = { 
/**
 * Who.
 */
by: string, 
/**
 * In which role.
 */
role: string, 
/**
 * When.
 */
at: string, 
/**
 * SHA-256 of the composed page.
 */
hash: string, 
/**
 * Whether the page has changed since.
 */
void: boolean, };

export type ProofRow = { 
/**
 * By whom; null while nobody had been named.
 */
by: string | null, 
/**
 * When.
 */
at: string, 
/**
 * SHA-256 of the composed page.
 */
hash: string, };

export type PageAdvert = { 
/**
 * The advert.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * Width of its trimmed page in millimetres.
 */
width_mm: number, 
/**
 * Height of its trimmed page in millimetres.
 */
height_mm: number, };

export type PageView = { 
/**
 * The id.
 */
id: string, 
/**
 * The number as printed; a spread's two, `A04-A05`.
 */
number: string, 
/**
 * The issue's date.
 */
date: string, 
/**
 * The state.
 */
state: string, 
/**
 * The stories on it, in the order of reading.
 */
stories: Array<PageStory>, 
/**
 * What the composer has to say.
 */
notices: Array<Notice>, 
/**
 * SHA-256 of the page as it is composed now; of the signed page while a signature is in force.
 */
hash: string, 
/**
 * The issue.
 */
issue: string, 
/**
 * The newspaper's name; null while it has none.
 */
title: string | null, 
/**
 * The section.
 */
section: string | null, 
/**
 * The names in the folio.
 */
editors: Array<Byline>, 
/**
 * The format, by its trade name: 四开, 对开通版 ….
 */
format: string, 
/**
 * Base columns.
 */
columns: number, 
/**
 * 字 in a base column.
 */
column: number, 
/**
 * 字 in a gutter between base columns.
 */
gutter: number, 
/**
 * Rows.
 */
rows: number, 
/**
 * All that stands on it.
 */
make_up: MakeUpView, 
/**
 * The adverts on it, in the order of the make-up.
 */
adverts: Array<PageAdvert>, 
/**
 * Whether it is printed in black alone.
 */
black_alone: boolean, 
/**
 * What stops a signature, besides the notices that are errors: unreviewed stories, pictures without words.
 */
stops: Array<Notice>, 
/**
 * Every signature, oldest first.
 */
signatures: Array<SignatureRow>, 
/**
 * Every proof, oldest first.
 */
proofs: Array<ProofRow>, 
/**
 * Stories that stand on no page yet.
 */
tray: Array<StoryRow>, 
/**
 * The version to name when changing it.
 */
version: number, 
/**
 * What the person who asks may do now: `lay`, `proof`, `sign`, `export`.
 */
can: Array<string>, 
/**
 * Names this state of the page in preview addresses: it moves whenever the picture would.
 */
etag: string, };

export type PageNew = { 
/**
 * The issue.
 */
issue: string, 
/**
 * The number as printed; a spread's two, `A04-A05`.
 */
number: string, 
/**
 * The format, by its trade name: 四开, 对开通版 ….
 */
format: string, 
/**
 * The section.
 */
section: string | null, 
/**
 * The names in the folio.
 */
editors: Array<Byline>, 
/**
 * Whether it is printed in black alone.
 */
black_alone?: boolean, };

export type PageAsk = { 
/**
 * Which.
 */
id: string, };

export type PageLay = { 
/**
 * Which.
 */
id: string, 
/**
 * The version that was seen; null takes the newest.
 */
version: number | null, 
/**
 * All that stands on it.
 */
make_up: MakeUpView, };

export type PagePlace = { 
/**
 * Which page.
 */
id: string, 
/**
 * The story.
 */
story: string, 
/**
 * Where.
 */
area: AreaView, };

export type AdvertPlace = { 
/**
 * Which page.
 */
id: string, 
/**
 * The advert.
 */
advert: string, 
/**
 * Where; null takes it off.
 */
area: AreaView | null, };

export type PageRemove = { 
/**
 * Which page.
 */
id: string, 
/**
 * The story.
 */
story: string, };

export type PageJump = { 
/**
 * The page that the story leaves.
 */
id: string, 
/**
 * The story.
 */
story: string, 
/**
 * The page that it goes on on; null: it ends on this one, and its part there is taken off.
 */
to: string | null, 
/**
 * How it stands there; left out: as wide as here and as high as what is left of it, where there is room.
 */
leg?: ModuleView, };

export type PageTry = { 
/**
 * Which page.
 */
id: string, 
/**
 * The module as it would be.
 */
module: ModuleView, };

export type PagePreview = { 
/**
 * Which page.
 */
id: string, 
/**
 * All that would stand on it.
 */
make_up: MakeUpView, };

export type PagePreviewed = { 
/**
 * The stories on it, in the order of reading.
 */
stories: Array<PageStory>, 
/**
 * What the composer has to say.
 */
notices: Array<Notice>, 
/**
 * The display list, as the page's own address answers it.
 */
display: unknown, };

export type Arranged = { 
/**
 * The make-up.
 */
make_up: MakeUpView, 
/**
 * What did not come out.
 */
notices: Array<Notice>, };

export type ProofFormat = "pdf" | "png";

export type PageProof = { 
/**
 * Which page.
 */
id: string, 
/**
 * As what.
 */
format: ProofFormat, };

export type PageSign = { 
/**
 * Which page.
 */
id: string, 
/**
 * The hash of the page that was looked at; null takes the page as it is now.
 */
hash: string | null, };

export type ExportView = { 
/**
 * The file.
 */
file: string, 
/**
 * SHA-256 of it.
 */
sha256: string, 
/**
 * Its length.
 */
bytes: number, 
/**
 * What the press and its preflight have to say.
 */
notices: Array<Notice>, };

export type VerifiedView = { 
/**
 * How many events the log holds.
 */
events: number, 
/**
 * Whether the chain, the projections and the kept files are whole.
 */
ok: boolean, 
/**
 * The first bad event.
 */
seq?: number, 
/**
 * The kept file that it names and that is missing or changed, where that is what is wrong with it.
 */
file?: string, };

export type BackupView = { 
/**
 * The folder.
 */
folder: string, 
/**
 * How many events it holds.
 */
events: number, };

