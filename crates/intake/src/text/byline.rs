//! Bylines and credits: people with the role they had (署名).
//!
//! A signature is read token by token. A token is a role (记者, 本报记者, 特约摄影), a name, a role and a name
//! run together (记者赵耀东), a name with what its owner did after it (张良摄, 张三/文), or a single character
//! of a spaced-out name (王　五). Everything must be one of these, else it is no signature.

use std::sync::LazyLock;

use broadsheet_copy::Byline;
use regex::Regex;

use super::heads::looks_like_place;
use super::names::{self, Likeness, likeness};
use super::pattern;
use crate::charset::is_han;

/// What a signed person did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Work {
    /// Wrote.
    Words,
    /// Made the picture.
    Picture,
    /// Both (文/图, 摄影报道).
    Both,
    /// Made up the page or edited it (责编, 校对).
    Desk,
}

/// A signature, read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Signature {
    pub(crate) people: Vec<(Byline, Work)>,
    /// Words that are neither a role as printed nor a name (文/图 after a role, 报道).
    pub(crate) left_out: Vec<String>,
    /// Names that were run together and parted.
    pub(crate) parted: Vec<String>,
    /// Names that were spaced out and joined.
    pub(crate) joined: Vec<String>,
    /// Whether a role, or a word like "By", says that this is a signature.
    pub(crate) has_role: bool,
    /// The least sure of its names.
    pub(crate) surest: bool,
}

impl Signature {
    pub(crate) fn names(&self) -> Vec<String> {
        self.people.iter().flat_map(|(byline, _)| byline.names.iter().cloned()).collect()
    }

    /// Those who wrote and made the pictures too, as one credit: roles together before the names.
    pub(crate) fn made_both(&self) -> Option<Byline> {
        let both: Vec<&Byline> =
            self.people.iter().filter(|(_, work)| *work == Work::Both).map(|(byline, _)| byline).collect();
        let roles: Vec<&str> = both.iter().filter_map(|byline| byline.role.as_deref()).collect();
        let names: Vec<String> = both.iter().flat_map(|byline| byline.names.clone()).collect();
        let role = (!roles.is_empty()).then(|| roles.join(" "));
        (!names.is_empty()).then_some(Byline { role, names })
    }

    pub(crate) fn is_picture(&self) -> bool {
        !self.people.is_empty() && self.people.iter().all(|(_, work)| *work == Work::Picture)
    }

    /// Gives what stands under a By line to its people; whether it had a place there.
    pub(crate) fn stand(&mut self, words: &str) -> bool {
        let free =
            self.has_role && self.names().iter().all(|name| name.is_ascii() || !name.chars().any(is_han));
        match self.people.last_mut().filter(|(byline, _)| free && byline.role.is_none()) {
            Some((byline, _)) => {
                byline.role = Some(words.trim().to_owned());
                true
            }
            None => false,
        }
    }

    /// Whether it names the page's makers: the desk, with someone only a page has (美编, 校对, 版式).
    pub(crate) fn is_page_desk(&self) -> bool {
        self.is_desk()
            && self.people.iter().any(|(byline, _)| {
                byline.role.as_deref().is_some_and(|role| {
                    [
                        "美编",
                        "美术编辑",
                        "校对",
                        "校對",
                        "版式",
                        "组版",
                        "审读",
                        "审核",
                        "审校",
                        "终审",
                        "监制",
                    ]
                    .iter()
                    .any(|word| role.contains(word))
                })
            })
    }

    pub(crate) fn is_desk(&self) -> bool {
        !self.people.is_empty() && self.people.iter().all(|(_, work)| *work == Work::Desk)
    }
}

const CORE: &str = "参与采写|参与记者|采写记者|摄影记者|攝影記者|文字记者|实习记者|實習記者|记者|記者|通讯员|通訊員|评论员|評論員|特约撰稿人|撰稿人|撰稿|撰文|作者|主笔|摄影报道|攝影報道|图文报道|图片摄影|文字摄影|摄影|攝影|供图|提供|制图|绘图|漫画|插图|图片|照片|实习生|實習生|采写|整理|编译|翻译|值班编辑|责任编辑|責任編輯|美术编辑|责编|責編|編輯|编辑|美编|版式设计|版式|校对|校對|审读|审核|审校|终审|初审|复审|监制|组版|统筹|策划|执笔|报道组|观察员|特派员|主持人|朗诵|口述|手绘|文字|视频|剪辑|海报|设计";
const PREFIX: &str = r"本报|本報|本刊|本台|本网|本社|特约|特約|特邀|特派|特聘|见习|見習|实习|實習|首席|资深|資深|高级|高級|主任|执行|值班|全媒体|融媒体|融媒|新媒体|多媒体|文字|视频|影像|前方|前线|一线|驻站|外派|驻[\p{Han}]{2,3}|新华社|中新社|中新网|新华网|人民网|中央社|人民日报|通讯社|[\p{Han}A-Za-z]{2,8}?(?:日报|晚报|早报|晨报|时报|商报|都市报|新报|导报|青年报|法治报|法制报|快报|周报|周刊|新闻网|电视台|广播电台|融媒体中心|通讯社|日報|晚報|時報)社?|[\p{Han}]{1,6}(?:县|市|区|省|州|乡|镇)";

/// A whole token that is a role.
static ROLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?:(?:{PREFIX})*(?:{CORE})|文|图|圖|摄|攝|图文|文图|圖文)$")));

/// A role at a token's beginning; what follows is a name.
static ROLE_THEN_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^((?:{PREFIX})*(?:{CORE}))([\p{{Han}}·•‧]{{2,12}})$")));

/// Two names with a role run together between them (王露通讯员雷玉艳).
static NAME_ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([\p{Han}·]{2,8}?)((?:本报|特约|见习|实习|首席|全媒体)*(?:记者|記者|通讯员|通訊員|实习生|摄影记者))([\p{Han}·]{2,12})?$",
    )
});

/// A name with what its owner did run on (张良摄).
static NAME_DID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([\p{Han}·•‧]{2,12}?)(参与采写|参与报道|摄影报道|攝影報導|摄影|攝影|摄制|摄|攝|供图|文图|图文|撰文|报道|報道|報導|整理|制图|绘|文|图|圖)$",
    )
});

/// A body that signs in place of a person or before one (新绛县融媒体中心).
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}A-Za-z]{1,14}(?:融媒体中心|融媒体|融媒|日报社?|晚报社?|电视台|通讯社|新华社|宣传部|人武部|组织部|统战部|党委|纪委监委|纪委|团委|妇联|残联|工会|文联|科协|教育局|税务局|气象局|林业局|水利局|司法局|民政局|农业农村局|交通运输局|市场监管局|分局|派出所|街道办|村委会|支行|分行|政府|办公室|委员会|公安局|法院|检察院|大学|学院|医院|学校|中学|小学|公司|集团|支队|大队|中心|部队|协会|联合会)$|^新华社$|^中新社$|^中央社$",
    )
});

static BOTH_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:文字?|撰文)\s*[/／、·\-—|｜&＆和并]?\s*(?:图片?|圖|摄影?|攝影?)|(?:图片?|圖|摄影?|攝影?)\s*[/／、·\-—|｜&＆和并]?\s*(?:文字?|撰文)|摄影\s*[/／、·]\s*报道|报道\s*[/／、·]\s*摄影",
    )
});

/// 资料图片, 网络图片, 图片来自网络, 图片由受访者提供, 受访者供图: where a picture is from, and nobody's name.
static PROVIDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:本报|本報)?(?:资料|資料|网络|網絡|图库|素材)(?:图片?|圖片?|照片|截图)$|^(?:视频|监控|网页)截图$|^(?:本文|本组|本版|文中|以上)?(?:图片|照片|圖片|图)均?(?:来自|来源|來自|來源)于?\s*[：:]?\s*(?:网络|网上|互联网|網絡|资料|图库|[\p{Han}]{2,10}(?:网|社|台|报|号|中国|官网|微博|公众号))$|^(?:本文|本组|本版|文中|以上)?(?:图片|照片|圖片)均?由[\p{Han}A-Za-z0-9“”]{2,20}(?:提供|供图)$|^(?:受访者?|被访者?|采访对象|当事人|读者|网友|市民|家属|主办方|企业|学校|医院|景区|剧组|出版社|社区|警方|官方)(?:本人)?(?:提供|供图)$",
    )
});

/// 图片由本报记者 张良 提供: a sentence of a credit, its people after 由.
static PROVIDED_BY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[（(]?\s*(?:本文|本组|本版|文中|以上)?(?:图片|照片|圖片)均?由"));

/// Whether a credit says where a picture is from, and names no person.
pub(crate) fn names_nobody(text: &str) -> bool {
    let text = text.trim().trim_matches(['（', '）', '(', ')', '【', '】', '[', ']']).trim();
    PROVIDED.is_match(text) && !text.contains("记者") && !text.contains("通讯员")
}

/// Reads a whole line (or what a bracket holds) as a signature.
pub(crate) fn signature(text: &str) -> Option<Signature> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 140 {
        return None;
    }
    if let Some(signature) = english(text) {
        return Some(signature);
    }
    if super::source::begins(text) || names_nobody(text) || PROVIDED_BY.is_match(text) {
        return None;
    }
    if !text.chars().any(is_han) || text.contains(['。', '！', '？', '“', '”', '《', '》', '…', '!', '?'])
    {
        return None;
    }
    let squared = text.starts_with(['□', '◎', '○']);
    let text = text.trim_matches(|c: char| {
        matches!(
            c,
            '□' | '■'
                | '●'
                | '◆'
                | '◇'
                | '○'
                | '◎'
                | '★'
                | '☆'
                | '▲'
                | '△'
                | '※'
                | '•'
                | '*'
                | '|'
                | '｜'
                | '丨'
                | '—'
                | '-'
                | '–'
                | '/'
                | '／'
                | '_'
                | '~'
                | '◢'
                | '◣'
                | '▪'
                | '►'
                | '▌'
                | '☉'
                | '⊙'
                | '◉'
                | '【'
                | '】'
                | '['
                | ']'
                | '〔'
                | '〕'
                | ':'
                | '：'
        ) || c.is_whitespace()
    });
    let mut reader = Reader { squared, ..Reader::default() };
    for token in tokens(text)? {
        reader.take(&token)?;
    }
    reader.finish()
}

/// The line's tokens; `None` when what it holds cannot be a signature. A word for both works (文/图) is one token.
fn tokens(text: &str) -> Option<Vec<String>> {
    let marked = BOTH_WORDS.replace_all(text, |found: &regex::Captures<'_>| {
        let word = &found[0];
        let start = found.get(0).map_or(0, |whole| whole.start());
        let before: Vec<char> = text[..start].chars().rev().take_while(|&c| is_han(c)).take(3).collect();
        let named = before.len() == 2 && wen_name(&format!("{}{}{word}", before[1], before[0])).is_some();
        if named { word.to_owned() } else { format!(" \u{1}{word}\u{1} ") }
    });
    let mut found = Vec::new();
    for (index, part) in marked.split('\u{1}').enumerate() {
        if index % 2 == 1 {
            found.push(part.split_whitespace().collect::<String>());
            continue;
        }
        let is_gap = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '、' | '，'
                        | ','
                        | '；'
                        | ';'
                        | '/'
                        | '／'
                        | '：'
                        | ':'
                        | '|'
                        | '｜'
                        | '丨'
                        | '（'
                        | '）'
                        | '('
                        | ')'
                        | '—'
                        | '+'
                        | '&'
                        | '＆'
                        | '■'
                        | '□'
                        | '●'
                        | '-'
                        | '【'
                        | '】'
                )
        };
        found.extend(part.split(is_gap).filter(|token| !token.is_empty()).map(str::to_owned));
    }
    (!found.is_empty() && found.len() <= 40).then_some(found)
}

/// What a token turned out to be, in order.
#[derive(Debug)]
enum Part {
    Role(String),
    Body(String),
    Name(String, Likeness),
    /// What the people before it did.
    Did(String),
    Single(char),
    Latin(String),
}

#[derive(Default)]
struct Reader {
    /// It began with the square that stands before authors (□余音).
    squared: bool,
    parts: Vec<Part>,
    parted: Vec<String>,
    joined: Vec<String>,
}

impl Reader {
    /// Takes one token; `None` when it is nothing a signature has.
    fn take(&mut self, token: &str) -> Option<()> {
        if is_work_done(token) {
            self.parts.push(Part::Did(token.to_owned()));
        } else if ROLE.is_match(token) {
            self.parts.push(Part::Role(token.to_owned()));
        } else if likeness(token) >= Likeness::Likely
            && !self.ends_with_work(token)
            && !is_role_and_dotted(token)
        {
            self.parts.push(Part::Name(token.to_owned(), likeness(token)));
        } else if let Some(found) = ROLE_THEN_NAME.captures(token) {
            self.parts.push(Part::Role(found[1].to_owned()));
            self.after_role(&found[2])?;
        } else if let Some(found) = NAME_ROLE.captures(token) {
            self.name_or_two(&found[1])?;
            self.parts.push(Part::Role(found[2].to_owned()));
            if let Some(rest) = found.get(3) {
                self.after_role(rest.as_str())?;
            }
        } else if let Some(name) = wen_name(token) {
            let likeness = likeness(&name);
            self.parts.push(Part::Name(name, likeness));
            self.parts.push(Part::Did(token.chars().skip(3).collect()));
        } else if let Some(found) = NAME_DID.captures(token).filter(|found| self.fits(&found[1])) {
            self.name_or_two(&found[1])?;
            self.parts.push(Part::Did(found[2].to_owned()));
        } else if BODY.is_match(token) {
            self.parts.push(Part::Body(token.to_owned()));
        } else {
            self.take_loose(token)?;
        }
        Some(())
    }

    /// 张良摄 is 张良 and what he did, though 张良摄 could be a name; 王诗文 is a name.
    fn ends_with_work(&self, token: &str) -> bool {
        token.chars().count() >= 3 && token.ends_with(['摄', '攝'])
    }

    fn fits(&self, run: &str) -> bool {
        likeness(run) >= Likeness::Likely
            || (self.in_role() && likeness(run) >= Likeness::Possible)
            || names::part(run).is_some()
    }

    fn take_loose(&mut self, token: &str) -> Option<()> {
        let mut chars = token.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) if is_han(only) => self.parts.push(Part::Single(only)),
            (Some(first), _)
                if first.is_alphabetic() && !is_han(first) && token.chars().all(|c| !is_han(c)) =>
            {
                self.parts.push(Part::Latin(token.to_owned()));
            }
            _ => self.name_or_two(token)?,
        }
        Some(())
    }

    fn in_role(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Role(_) | Part::Body(_)))
    }

    /// What follows a role without a blank must look like a name, for 记者 also begins headlines.
    fn after_role(&mut self, run: &str) -> Option<()> {
        if let Some(found) = NAME_ROLE.captures(run) {
            self.name_or_two(&found[1])?;
            self.parts.push(Part::Role(found[2].to_owned()));
            return found.get(3).map_or(Some(()), |rest| self.after_role(rest.as_str()));
        }
        if likeness(run) < Likeness::Likely
            && let Some(found) =
                NAME_DID.captures(run).filter(|found| likeness(&found[1]) >= Likeness::Likely)
        {
            self.parts.push(Part::Name(found[1].to_owned(), likeness(&found[1])));
            self.parts.push(Part::Did(found[2].to_owned()));
            return Some(());
        }
        if likeness(run) >= Likeness::Likely {
            self.parts.push(Part::Name(run.to_owned(), likeness(run)));
            return Some(());
        }
        self.name_or_two(run)
            .filter(|()| matches!(self.parts.last(), Some(Part::Name(_, l)) if *l >= Likeness::Likely))
    }

    fn name_or_two(&mut self, run: &str) -> Option<()> {
        let likeness = likeness(run);
        if likeness >= Likeness::Likely {
            self.parts.push(Part::Name(run.to_owned(), likeness));
        } else if let Some(halves) = names::part(run).filter(|_| self.in_role() || !looks_like_place(run)) {
            // 永济市虞乡镇 alone is no 永济市 and no 虞乡镇: it stands over the next story.
            for half in halves {
                self.parted.push(half.clone());
                self.parts.push(Part::Name(half, Likeness::Likely));
            }
        } else if likeness == Likeness::Possible
            && (self.in_role() || run.chars().count() <= 3)
            && !run.ends_with(['发', '社', '网', '报'])
        {
            self.parts.push(Part::Name(run.to_owned(), likeness));
        } else {
            return None;
        }
        Some(())
    }

    /// Joins the singles and gives each role its people.
    fn finish(mut self) -> Option<Signature> {
        self.join_singles()?;
        let parts = std::mem::take(&mut self.parts);
        let mut grouping = Grouping::new(&parts);
        for part in parts {
            grouping.take(part);
        }
        let mut signature = grouping.finish(self.squared)?;
        signature.parted = self.parted;
        signature.joined = self.joined;
        Some(signature)
    }

    /// 王 五 is 王五, 欧阳 娜 is 欧阳娜, 王 小明 is 王小明; 文 and 图 alone stay works.
    fn join_singles(&mut self) -> Option<()> {
        let mut out: Vec<Part> = Vec::new();
        let mut run: Vec<char> = Vec::new();
        for part in std::mem::take(&mut self.parts) {
            match part {
                Part::Single(c) => match out.last() {
                    Some(Part::Name(name, _)) if run.is_empty() && names::is_compound_surname(name) => {
                        let whole = format!("{name}{c}");
                        out.pop();
                        self.joined.push(whole.clone());
                        out.push(Part::Name(whole, Likeness::Sure));
                    }
                    _ => run.push(c),
                },
                Part::Name(name, _) if run.len() == 1 && name.chars().count() == 2 => {
                    let whole: String = run.drain(..).chain(name.chars()).collect();
                    self.joined.push(whole.clone());
                    out.push(Part::Name(whole, Likeness::Likely));
                }
                other => {
                    self.end_run(&mut run, &mut out)?;
                    out.push(other);
                }
            }
        }
        self.end_run(&mut run, &mut out)?;
        self.parts = out;
        Some(())
    }

    fn end_run(&mut self, run: &mut Vec<char>, out: &mut Vec<Part>) -> Option<()> {
        if run.is_empty() {
            return Some(());
        }
        let sizes: Vec<usize> = match run.len() {
            1 => return None,
            2 | 3 => vec![run.len()],
            even if even % 2 == 0 => vec![2; even / 2],
            odd => std::iter::once(3).chain(std::iter::repeat_n(2, (odd - 3) / 2)).collect(),
        };
        for size in sizes {
            let name: String = run.drain(..size).collect();
            let likeness = if name.chars().next().is_some_and(names::is_surname) {
                Likeness::Likely
            } else {
                Likeness::Possible
            };
            self.joined.push(name.clone());
            out.push(Part::Name(name, likeness));
        }
        Some(())
    }
}

/// 陳大文攝 is 陳大文 and what he did, not 陳大 who wrote and photographed.
fn wen_name(token: &str) -> Option<String> {
    let chars: Vec<char> = token.chars().collect();
    let [_, _, '文', '摄' | '攝'] = chars[..] else { return None };
    Some(chars[..3].iter().collect::<String>()).filter(|name| likeness(name) >= Likeness::Likely)
}

/// 记者阿依努尔·买买提: the dot makes no name of the role before it.
fn is_role_and_dotted(token: &str) -> bool {
    token.contains(['·', '•', '‧']) && ROLE_THEN_NAME.is_match(token)
}

/// A token that says what the people beside it did, and is no role of theirs.
fn is_work_done(token: &str) -> bool {
    let both = wen_name(token).is_none()
        && BOTH_WORDS.is_match(token)
        && token.chars().count() <= 6
        && likeness(token) != Likeness::Sure;
    both || matches!(
        token,
        "摄影报道"
            | "攝影報道"
            | "攝影報導"
            | "图文报道"
            | "报道"
            | "報道"
            | "報導"
            | "等"
            | "综合"
            | "参与采写"
            | "参与报道"
    )
}

/// Gives each role its people. Roles stand before their people, or (张三 文 李四 图) after them.
struct Grouping {
    signature: Signature,
    role: Option<String>,
    also: Option<Work>,
    names: Vec<String>,
    latin: Vec<String>,
    roles_follow: bool,
    possible: bool,
}

/// Roles of one character, which may stand before or after their people.
fn is_short(role: &str) -> bool {
    matches!(
        role,
        "文" | "图"
            | "圖"
            | "摄"
            | "攝"
            | "文字"
            | "摄影"
            | "攝影"
            | "供图"
            | "图片"
            | "提供"
            | "撰文"
            | "采写"
            | "整理"
            | "漫画"
            | "制图"
    )
}

fn work_of(role: &str) -> Work {
    if is_both(role) {
        Work::Both
    } else if role.contains(['摄', '攝', '图', '圖', '绘'])
        || role.contains("漫画")
        || role.contains("照片")
        || role == "提供"
    {
        Work::Picture
    } else if role.contains("编辑")
        || role.contains("編輯")
        || role.contains("校")
        || role.contains("美编")
        || role.contains("责编")
        || role.contains("版式")
        || role.contains("审")
        || role.contains("监制")
        || role.contains("组版")
    {
        Work::Desk
    } else {
        Work::Words
    }
}

fn is_both(word: &str) -> bool {
    BOTH_WORDS.is_match(word)
        || matches!(word, "摄影报道" | "攝影報道" | "攝影報導" | "图文报道" | "图文" | "文图" | "圖文")
}

impl Grouping {
    fn new(parts: &[Part]) -> Self {
        let short = |part: Option<&Part>| matches!(part, Some(Part::Role(role)) if is_short(role));
        // A work first (文 张三 图 李四) leads its people; a work last (张三 文 李四 图) follows them.
        let roles_follow = short(parts.last()) && !short(parts.first());
        Self {
            signature: Signature { surest: true, ..Signature::default() },
            role: None,
            also: None,
            names: Vec::new(),
            latin: Vec::new(),
            roles_follow,
            possible: false,
        }
    }

    fn take(&mut self, part: Part) {
        match part {
            Part::Name(name, likeness) => {
                self.end_latin();
                self.possible |= likeness == Likeness::Possible;
                self.names.push(name);
            }
            Part::Latin(word) => self.latin.push(word),
            Part::Single(_) => {}
            Part::Body(body) => {
                self.end_latin();
                if !self.names.is_empty() {
                    self.close();
                }
                let led = self.role.take();
                self.role = Some(led.map_or(body.clone(), |role| format!("{role} {body}")));
            }
            Part::Role(role) if self.roles_follow && is_short(&role) => {
                self.end_latin();
                self.did(&role);
                self.close();
            }
            Part::Role(role) => self.open(role),
            Part::Did(did) => {
                self.end_latin();
                self.signature.has_role = true;
                self.did(&did);
            }
        }
    }

    /// A role begins: the people before it are done.
    fn open(&mut self, role: String) {
        self.end_latin();
        if !self.names.is_empty() {
            self.close();
        }
        self.signature.has_role = true;
        match self.role.take() {
            None => self.role = Some(role),
            // 文/图 本报记者 张三: both works stand before what the person is.
            Some(works) if is_both(&works) => {
                self.also = Some(Work::Both);
                self.signature.left_out.push(works);
                self.role = Some(role);
            }
            // 文/本报记者 张三: what was done stands before what the person is.
            Some(work) if is_short(&work) => {
                self.also = Some(work_of(&work));
                self.signature.left_out.push(work);
                self.role = Some(role);
            }
            // 作者：本报记者 张三: the second says what the first does, and more.
            Some(first) if matches!(first.as_str(), "作者" | "撰文" | "撰稿" | "文字" | "采写") => {
                self.signature.left_out.push(first);
                self.role = Some(role);
            }
            Some(first) => self.role = Some(format!("{first} {role}")),
        }
    }

    /// What the people before it (or, where there are none, after it) did.
    fn did(&mut self, word: &str) {
        self.signature.has_role = true;
        let work = work_of(word);
        if self.role.is_none() && !matches!(word, "报道" | "報道" | "報導" | "等" | "综合") {
            self.role = Some(word.to_owned());
        } else {
            if work != Work::Words {
                self.also = Some(match (self.role.as_deref().map(work_of), work) {
                    (Some(Work::Picture), Work::Picture) => Work::Picture,
                    (_, Work::Both) => Work::Both,
                    (_, other) => other,
                });
            }
            self.signature.left_out.push(word.to_owned());
        }
        if self.roles_follow || self.names.is_empty() {
            return;
        }
        self.close();
        if work == Work::Both {
            // 记者 甲 通讯员 乙 文/图: it speaks of all that stand before it.
            for (byline, done) in &mut self.signature.people {
                if *done == Work::Words && byline.role.is_some() {
                    *done = Work::Both;
                }
            }
        }
    }

    fn end_latin(&mut self) {
        if !self.latin.is_empty() {
            self.names.push(self.latin.join(" "));
            self.latin.clear();
        }
    }

    fn close(&mut self) {
        let role = self.role.take();
        let names = std::mem::take(&mut self.names);
        let also = self.also.take();
        if names.is_empty() {
            // A body that closes a signature (通讯员 李四 示例县消防救援大队) signs with the people before it.
            match role {
                Some(body) if BODY.is_match(&body) && !self.signature.people.is_empty() => {
                    self.signature.people.push((Byline { role: None, names: vec![body] }, Work::Words));
                }
                role => self.signature.left_out.extend(role),
            }
            return;
        }
        let work = also.unwrap_or_else(|| role.as_deref().map_or(Work::Words, work_of));
        self.signature.has_role |= role.is_some();
        self.signature.people.push((Byline { role, names }, work));
    }

    fn finish(mut self, squared: bool) -> Option<Signature> {
        self.end_latin();
        self.close();
        self.signature.surest = !self.possible;
        // Without a role every name must look like one; a lone Latin word is no Chinese signature.
        let surnamed = |name: &String| name.chars().next().is_some_and(names::is_surname);
        let loose = !self.signature.has_role
            && self.possible
            && !(squared && self.signature.names().iter().all(surnamed));
        (!self.signature.people.is_empty() && !loose).then_some(self.signature)
    }
}

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s(\[*_—–-]*((?:additional |extra )?(?:reporting|writing|editing|written|edited|compiled|reported|story|text|words|photos?|photographs?|pictures?|images?|graphics?|illustrations?)?(?:\s+and\s+(?:photos?|photographs?|pictures?|text|words|editing|writing))?\s*)(?:\bby\b|:)\s*:?\s*(.+?)[\s)\]*_.]*$",
    )
});

/// "By Jane Doe and John Roe, Staff Writers"; "Reporting by …; Editing by …"; "Photo: Jane Doe/Reuters".
fn english(text: &str) -> Option<Signature> {
    if text.chars().any(is_han) {
        return None;
    }
    let mut signature = Signature { has_role: true, surest: true, ..Signature::default() };
    if let Some(found) = ASSISTED.captures(text) {
        let (names, _) = english_people(&found[2], &mut signature.left_out)?;
        signature.people.push((Byline { role: Some(capitalised(&found[1])), names }, Work::Words));
        return Some(signature);
    }
    for clause in text.split(';').map(str::trim).filter(|clause| !clause.is_empty()) {
        let found = ENGLISH.captures(clause)?;
        let lead = found[1].trim().to_owned();
        let (people, role) = english_people(&found[2], &mut signature.left_out)?;
        let work = english_work(&lead);
        let by = clause.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase().starts_with("by");
        if lead.is_empty() && !by {
            return None;
        }
        let label = capitalised(&lead);
        let label = Some(label).filter(|label| !label.is_empty());
        let role = match role {
            Some(role) => {
                signature.left_out.extend(label);
                Some(role)
            }
            None => label,
        };
        signature.people.push((Byline { role, names: people }, work));
    }
    (!signature.people.is_empty()).then_some(signature)
}

/// With assistance from Jane Doe: who helped, under a story.
static ASSISTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s(\[*_—–-]*(with (?:assistance|help|files|contributions|reporting|additional reporting))\s+(?:from|by)\s+(.+?)[\s)\]*_.]*$",
    )
});

fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars.as_str().to_lowercase().chars()).collect()
    })
}

fn english_work(lead: &str) -> Work {
    let lead = lead.to_lowercase();
    let picture =
        ["photo", "picture", "image", "graphic", "illustration"].iter().any(|word| lead.contains(word));
    let words = ["text", "words", "story", "reporting", "writing", "written", "reported"]
        .iter()
        .any(|word| lead.contains(word));
    match (picture, words) {
        (true, true) => Work::Both,
        (true, false) => Work::Picture,
        (false, true) => Work::Words,
        (false, false) if lead.contains("edit") => Work::Desk,
        _ => Work::Words,
    }
}

static ENGLISH_GAP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*"));
static ENGLISH_ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:writers?|reporters?|correspondents?|editors?|photographers?|columnists?|critics?|staff|bureau|chief|intern|contributors?|special to .+|freelance)$|^(?:for|of|at)\s+the\s+.+$|^(?:reuters|xinhua|afp|ap|associated press|the associated press|bloomberg|getty images|china daily|for china daily|upi|dpa|kyodo|tass)$",
    )
});
/// A newspaper's or an agency's name after a person's (Jane Doe, The Sample Times).
static ENGLISH_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:the |for )?(?:\p{L}[\p{L}'’.-]*\s){1,4}(?:Times|Post|News|Daily|Herald|Tribune|Journal|Press|Star|Gazette|Chronicle|Globe|Sun|Register|Observer|Independent|Mail|Courier|Bulletin|Dispatch|Examiner|Sentinel|Service|Agency|Magazine|Network|Standard|Mercury|Telegraph|Guardian|Review|Weekly|Record|Inquirer|Republic|Leader|Advertiser|Argus|Echo|Reporter)$",
    )
});
/// Whether a text is a newspaper's or an agency's name by its last word (The Sample Times).
pub(crate) fn is_title(text: &str) -> bool {
    let named = |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "the" | "for" | "of");
    text.split_whitespace().all(named) && ENGLISH_TITLE.is_match(text)
}
static ENGLISH_STANDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:the )?associated press|reuters|xinhua|agence france-presse|bloomberg(?: news)?|china daily|for china daily|special to .{3,40}|of the .{3,40} staff|(?:the )?(?:[\p{L}'’.-]+ ){0,4}staff (?:writer|reporter|correspondent|photographer)s?|(?:(?:senior |chief |junior |local |sports |business |political |national |city |education |science |health |crime |features |contributing |associate |guest |freelance |foreign |deputy |assistant ){0,3}(?:staff )?(?:writers?|reporters?|correspondents?|editors?|columnists?|photographers?|critics?))|[\p{L} '’]{3,30} (?:bureau|staff))$",
    )
});

/// What stands alone under a By line and says what its people are: Staff Writer, Associated Press.
pub(crate) fn standing(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 60
        && !text.chars().any(is_han)
        && (ENGLISH_STANDING.is_match(text) || is_title(text))
}

static ENGLISH_PLACE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s+in\s+\p{Lu}[\p{L}.'’ -]+(?:,\s*\p{Lu}[\p{L}.' -]+)*$"));

/// Staff Writer, The Sample Times: what a person is and where.
fn and_role(role: &mut Option<String>, part: &str) {
    match role {
        Some(first) => {
            first.push_str(", ");
            first.push_str(part);
        }
        None => *role = Some(part.to_owned()),
    }
}

/// The names of an English clause, and what they are (Staff Writer, Reuters).
fn english_people(text: &str, left_out: &mut Vec<String>) -> Option<(Vec<String>, Option<String>)> {
    let text = text.trim().trim_end_matches('.').to_owned();
    let (mut names, mut role) = (Vec::new(), None);
    let (mut before, agency) = match text.split_once(['/', '|']) {
        Some((before, after)) => (before.trim().to_owned(), Some(after.trim().to_owned())),
        None => (text, None),
    };
    if let Some(place) = ENGLISH_PLACE.find(&before) {
        left_out.push(place.as_str().trim().to_owned());
        before.truncate(place.start());
    }
    for part in ENGLISH_GAP.split(&before).map(str::trim).filter(|part| !part.is_empty()) {
        if !names.is_empty() && is_title(part) {
            and_role(&mut role, part);
        } else if names::is_latin_name(part) && !ENGLISH_ROLE.is_match(part) {
            names.push(part.to_owned());
        } else if ENGLISH_ROLE.is_match(part) {
            and_role(&mut role, part);
        } else if names.is_empty()
            && part.split_whitespace().count() == 1
            && part.chars().all(|c| c.is_uppercase() || c == '-')
            && part.len() > 1
        {
            names.push(part.to_owned());
        } else {
            return None;
        }
    }
    if let Some(agency) = agency {
        if names.is_empty() || agency.split_whitespace().count() > 4 {
            return None;
        }
        and_role(&mut role, &agency);
    }
    if names.is_empty() {
        names.push(role.take()?);
    }
    Some((names, role))
}
