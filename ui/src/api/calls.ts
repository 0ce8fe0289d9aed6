// Written by `make typescript`; a test compares. Do not edit.

import type * as wire from "./wire";

/** Every call by name. */
export type CallMap = {
  session: { args: wire.Nothing; answer: wire.Session };
  title_set: { args: wire.TitleView; answer: wire.Nothing };
  styles: { args: wire.Nothing; answer: wire.StyleView[] };
  style_add: { args: wire.StyleAdd; answer: wire.StyleView };
  profiles: { args: wire.Nothing; answer: wire.ProfileView[] };
  profile_add: { args: wire.ProfileAdd; answer: wire.ProfileView };
  tag_add: { args: wire.TagAdd; answer: wire.Nothing };
  person_add: { args: wire.PersonAdd; answer: wire.Made };
  topics: { args: wire.TopicAsk; answer: wire.Topic[] };
  stories: { args: wire.Nothing; answer: wire.StoryRow[] };
  story: { args: wire.StoryAsk; answer: wire.StoryView };
  story_at: { args: wire.StoryAtVersion; answer: wire.StoryView };
  story_history: { args: wire.StoryAsk; answer: wire.HistoryRow[] };
  story_steps: { args: wire.StorySteps; answer: wire.StepsView };
  story_new: { args: wire.StoryNew; answer: wire.Made };
  story_edit: { args: wire.StoryEdit; answer: wire.Edited };
  story_rewrite: { args: wire.StoryRewrite; answer: wire.StoryView };
  story_fields: { args: wire.StoryFields; answer: wire.StoryView };
  story_tag: { args: wire.StoryTag; answer: wire.StoryView };
  story_submit: { args: wire.StoryAsk; answer: wire.StoryView };
  story_return: { args: wire.StoryReturn; answer: wire.StoryView };
  story_approve: { args: wire.StoryApprove; answer: wire.StoryView };
  story_hold: { args: wire.StoryAsk; answer: wire.StoryView };
  story_release: { args: wire.StoryAsk; answer: wire.StoryView };
  story_spike: { args: wire.StoryAsk; answer: wire.StoryView };
  story_unspike: { args: wire.StoryAsk; answer: wire.StoryView };
  story_attach: { args: wire.StoryPhotoAsk; answer: wire.StoryView };
  story_detach: { args: wire.StoryPhotoAsk; answer: wire.StoryView };
  read_copy: { args: wire.CopyAsk; answer: wire.ReadingView };
  file_copy: { args: wire.CopyFile; answer: wire.FiledStory[] };
  photos: { args: wire.Nothing; answer: wire.PhotoView[] };
  photo: { args: wire.PhotoAsk; answer: wire.PhotoView };
  photo_add: { args: wire.PhotoAdd; answer: wire.PhotoTaken };
  photo_describe: { args: wire.PhotoDescribe; answer: wire.PhotoView };
  adverts: { args: wire.Nothing; answer: wire.AdvertView[] };
  advert: { args: wire.AdvertAsk; answer: wire.AdvertView };
  advert_add: { args: wire.AdvertAdd; answer: wire.AdvertTaken };
  issues: { args: wire.Nothing; answer: wire.IssueRow[] };
  issue: { args: wire.IssueAsk; answer: wire.IssueView };
  issue_new: { args: wire.IssueNew; answer: wire.Made };
  issue_export: { args: wire.IssueAsk; answer: wire.IssueExported };
  issue_export_progress: { args: wire.IssueAsk; answer: wire.IssueProgress };
  issue_export_cancel: { args: wire.IssueAsk; answer: wire.Nothing };
  pages: { args: wire.Nothing; answer: wire.PageRow[] };
  page_new: { args: wire.PageNew; answer: wire.Made };
  page: { args: wire.PageAsk; answer: wire.PageView };
  page_lay: { args: wire.PageLay; answer: wire.PageView };
  page_place: { args: wire.PagePlace; answer: wire.PageView };
  page_remove: { args: wire.PageRemove; answer: wire.PageView };
  page_jump: { args: wire.PageJump; answer: wire.PageView };
  page_advert: { args: wire.AdvertPlace; answer: wire.PageView };
  page_auto: { args: wire.PageAsk; answer: wire.PageView };
  page_try: { args: wire.PageTry; answer: wire.FitView };
  page_preview: { args: wire.PagePreview; answer: wire.PagePreviewed };
  page_arrange: { args: wire.PageAsk; answer: wire.Arranged };
  page_proof: { args: wire.PageProof; answer: wire.ExportView };
  page_sign: { args: wire.PageSign; answer: wire.PageView };
  page_export: { args: wire.PageAsk; answer: wire.ExportView };
  search: { args: wire.SearchAsk; answer: wire.SearchHit[] };
  verify: { args: wire.Nothing; answer: wire.VerifiedView };
  backup: { args: wire.Nothing; answer: wire.BackupView };
};

/** The calls that change something: each is done once for a `cmd_id`. */
export const COMMANDS: ReadonlySet<keyof CallMap> = new Set<keyof CallMap>([
  "title_set",
  "style_add",
  "profile_add",
  "tag_add",
  "person_add",
  "story_new",
  "story_edit",
  "story_rewrite",
  "story_fields",
  "story_tag",
  "story_submit",
  "story_return",
  "story_approve",
  "story_hold",
  "story_release",
  "story_spike",
  "story_unspike",
  "story_attach",
  "story_detach",
  "file_copy",
  "photo_add",
  "photo_describe",
  "advert_add",
  "issue_new",
  "page_new",
  "page_lay",
  "page_place",
  "page_remove",
  "page_jump",
  "page_advert",
  "page_auto",
  "page_proof",
  "page_sign",
]);
