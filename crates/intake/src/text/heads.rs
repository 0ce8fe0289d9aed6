//! Which heading is the kicker, which the headline, which the deck.

use std::sync::LazyLock;

use regex::Regex;

use super::divide::is_deck;
use super::pieces::{Head, PLAIN_LEVEL, Slot};
use super::tidy::is_chinese;
use super::{Notes, pattern};
use crate::GuessKind;

/// The headings of one story.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Heads {
    pub(crate) kicker: Option<String>,
    pub(crate) headline: Option<String>,
    pub(crate) deck: Option<String>,
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}“”·]{2,14}(?:省|市|区|县|乡|镇|村|州|盟|旗|街道|社区|新区|开发区|高新区|园区|林场|农场|国资委|科协|工会|妇联|团委|残联|文联|作协|工商联|公安局|派出所|分局|支局|税务局|法院|检察院|司法局|委员会|纪委监委|纪委|监委|政协|人大|党委|党校|县委|市委|省委|区委|局|厅|处|所|站|院|校|中学|小学|大学|学院|幼儿园|医院|公司|集团|银行|支行|分行|中心|协会|学会|基金会|支队|大队|中队|消防|交警|车站|机场|港|部|办|社|馆|厂|矿|组|联合会|电厂|电网|供电|烟草|移动|联通|电信)$",
    )
});
/// Verbs that begin a clause: 建设美丽乡村 is no village.
static VERB_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:建设|打造|走进|走向|推进|推动|助力|聚焦|关注|服务|振兴|深入|深化|坚持|加强|加快|加大|提升|提高|优化|美化|擦亮|扮靓|点亮|激活|书写|绘就|谱写|共建|共创|共享|共筑|守护|守好|筑牢|织密|破解|化解|创建|创新|发展|保障|改善|改造|整治|治理|绿化|扎根|情系|心系|奔向|迈向|迎接|欢迎|拥抱|关爱|关注|爱上|回到|融入|做好|做强|做优|抓好|抓实|落实|赋能|赋予|唱响|奏响|践行|弘扬|传承|学习|贯彻|宣传|捐助|帮扶|支援|对接|进|到|让|把|为|向|在|用|与|以|从|给)",
    )
});
static RUBRIC_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:新闻|新聞|要闻|简讯|短讯|简报|速览|速递|快讯|快报|播报|资讯|聚焦|视点|视窗|视界|观察|观点|专栏|专题|专版|专刊|特刊|特别报道|系列报道|周刊|之窗|天地|广角|在线|连线|在行动|进行时|热线|短波|时评|评论|论坛|副刊|连载|之声|纵横|一线|故事|人物|话题|档案|直击|走笔|走基层|新时代新征程|巡礼|风采|同期声|动态|资讯站|会客厅|国际|国内|社会|城事|民生|时政|经济|体育|文化|教育|健康|法治|财经|科技|文娱|娱乐|本地|都市|乡村|要目|导读|看台|回音壁|曝光台|图片新闻|民生直通车|百姓|身边)$|^[A-Z][A-Z &'-]{2,24}$|^(?i:world|nation|local|business|sports?|opinion|politics|city|metro|features?|life|culture|science|technology|health|news in brief|briefs|in brief|letters(?: to the editor)?|obituaries|op-ed|editorials?|community|region|arts|calendar|money|style|travel|food|around town|police blotter)$",
    )
});
/// Standing titles of columns, of six characters at most and in one piece.
static COLUMN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}·]{0,4}(?:说法|说案|释法|普法|信箱|你问我答|问答|追踪|博览|荐读|书评|影评|悦读|书香|散文|诗歌|随笔|小小说|养生|记忆|往事|史话|掌故|风物|影像|镜头|瞬间|图说|漫谈|杂谈|夜话|茶座|来信|征文|辟谣|警示|维权|关注|焦点|热点|调查|快评|锐评|短评|漫画|書評|副刊|專欄|焦點|要聞|社會|國際)$",
    )
});
static ENUMERATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．.，]|\d{1,2}[、．]|\d{1,2}\.\s*[^\d]|第[一二三四五六七八九十]{1,3}[章节部条、，：]|其[一二三四五六]|[①-⑳]|[❶-❿]|[IVX]{1,4}\.\s|0\d\s)",
    )
});
static DECK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:主持(?:会议)?(?:并讲话)?|出席(?:会议)?(?:并讲话)?|参加|讲话|致辞|陪同|作报告|发表讲话|列席)$|^(?:——|—|副题|本报记者)|(?:侧记|纪实|纪事|综述|札记|述评|访谈录|调查)$",
    )
});
static KICKER_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:强调|指出|要求|时|会上|表示|宣布|：|……|…)$|^(?:习近平|深入学习|学习贯彻|认真学习|全面贯彻)")
});

/// Whether a heading counts parts of one story (一、, （一）, 1.).
pub(crate) fn is_enumerated(text: &str) -> bool {
    ENUMERATED.is_match(text)
}

/// Whether a heading names a place or a body.
pub(crate) fn looks_like_place(text: &str) -> bool {
    PLACE.is_match(text) && !VERB_FIRST.is_match(text) && !GOES_TO.is_match(text)
}

/// 志愿者进社区, 好戏送下乡: a clause that ends with a place.
static GOES_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}“”]{2,}(?:(?:走进|深入|进|入|到|赴|访|进驻|来到|走向|服务|联系|帮扶|助力)(?:社区|校园|企业|机关|学校|家庭|军营|基层|园区|医院|公司|景区|厂区|乡村|农村|课堂|车站|银行|部队)|(?:送|下|进|驻|回|返|还|兴)(?:下)?[乡村])$",
    )
});

/// Whether a heading has the words of a standing title.
pub(crate) fn is_rubric_word(text: &str) -> bool {
    if text.chars().count() <= 6 && COLUMN_TITLE.is_match(text) {
        return true;
    }
    text.chars().count() <= 24
        && !text.contains('，')
        && RUBRIC_WORD.is_match(text)
        && text.split(' ').count() <= 4
        && !is_long_clause(text)
}

/// 我市举办健康新闻 is a clause that happens to end so: longer than a standing title is.
fn is_long_clause(text: &str) -> bool {
    is_chinese(text) && text.chars().count() > 12
}

/// Whether a heading has the words of a deck.
pub(crate) fn looks_like_deck(text: &str) -> bool {
    is_chinese(text) && DECK.is_match(text)
}

/// Names the headings of one story.
pub(crate) fn name(heads: &[Head], notes: &mut Notes) -> Heads {
    let mut named = Heads::default();
    let (given, free): (Vec<&Head>, Vec<&Head>) = heads.iter().partition(|head| head.given.is_some());
    for head in given {
        let slot = match head.given {
            Some(Slot::Kicker | Slot::Rubric) => &mut named.kicker,
            Some(Slot::Deck) => &mut named.deck,
            _ => &mut named.headline,
        };
        append(slot, &head.text);
    }
    if named.headline.is_some() {
        for head in free {
            notes.at(head.line, GuessKind::Deck(head.text.clone()));
            append(&mut named.deck, &head.text);
        }
        return named;
    }
    let Some(main) = main_head(&free) else { return named };
    for (at, head) in free.iter().enumerate() {
        if at < main {
            if !named_by_level(&free, at, main) {
                notes.at(head.line, GuessKind::Kicker(head.text.clone()));
            }
            append(&mut named.kicker, &head.text);
        } else if at > main {
            if !head.text.starts_with('—') {
                notes.at(head.line, GuessKind::Deck(head.text.clone()));
            }
            append(&mut named.deck, &head.text);
        }
    }
    let head = free[main];
    if head.level == PLAIN_LEVEL {
        notes.at(head.line, GuessKind::PlainHeadline(head.text.clone()));
    }
    let (text, own_deck) = split_deck(&head.text);
    if let Some(deck) = own_deck {
        notes.at(head.line, GuessKind::Deck(deck.clone()));
        named.deck = Some(named.deck.map_or(deck.clone(), |below| format!("{deck} {below}")));
    }
    named.deck = named.deck.map(|deck| dashed(&deck));
    match split_place(text).filter(|_| named.kicker.is_none()) {
        Some((kicker, headline)) => {
            notes
                .at(head.line, GuessKind::KickerSplit { kicker: kicker.clone(), headline: headline.clone() });
            named.kicker = Some(kicker);
            named.headline = Some(headline);
        }
        None => named.headline = Some(text.to_owned()),
    }
    named
}

/// 巧手绣出致富路 ——记示例县绣娘合作社: a deck in the headline's own heading, by its dashes after a blank.
fn split_deck(text: &str) -> (&str, Option<String>) {
    match text.split_once(" ——") {
        Some((headline, deck)) if is_chinese(text) && !headline.is_empty() && !deck.trim().is_empty() => {
            (headline, Some(format!("——{deck}")))
        }
        _ => (text, None),
    }
}

fn append(slot: &mut Option<String>, text: &str) {
    match slot {
        Some(held) => {
            held.push(' ');
            held.push_str(text);
        }
        None => *slot = Some(text.to_owned()),
    }
}

/// A deck's dashes are two, without blanks after them.
fn dashed(deck: &str) -> String {
    let bare = deck.trim_start_matches(['—', '–', '-', ' ']);
    if bare.len() == deck.len() { deck.to_owned() } else { format!("——{bare}") }
}

/// A lower-level heading above the headline is the kicker without any guess, when both are marked.
fn named_by_level(heads: &[&Head], at: usize, main: usize) -> bool {
    heads[at].level > heads[main].level && heads[at].level != PLAIN_LEVEL
}

/// Which heading is the headline: the strongest; among equals by how they look.
fn main_head(heads: &[&Head]) -> Option<usize> {
    // Neither a deck by its dashes nor a standing title in 【】 over others is one.
    let titled = |at: usize| heads[at].bracketed && at + 1 < heads.len();
    let free: Vec<usize> =
        (0..heads.len()).filter(|&at| !heads[at].text.starts_with('—') && !titled(at)).collect();
    let candidates = if free.is_empty() { (0..heads.len()).collect() } else { free };
    let strongest = candidates.iter().map(|&at| heads[at].level).min()?;
    let equals: Vec<usize> = candidates.iter().copied().filter(|&at| heads[at].level == strongest).collect();
    match equals.as_slice() {
        [] => None,
        [only] => Some(*only),
        [first, second] => {
            // A deck marked by its dashes leaves the two before it as kicker and headline.
            let lower_above = heads[..*first].iter().any(|head| head.level > strongest);
            if lower_above || !leads_as_kicker(heads[*first], heads[*second]) {
                Some(*first)
            } else {
                Some(*second)
            }
        }
        [first, second, ..] => {
            if leads_as_kicker(heads[*first], heads[*second]) || !is_deck(heads[*second]) {
                Some(*second)
            } else {
                Some(*first)
            }
        }
    }
}

/// Of two headings alike: whether the first is the kicker of the second, else the second is its deck.
fn leads_as_kicker(first: &Head, second: &Head) -> bool {
    let length =
        |head: &Head| i64::try_from(head.text.chars().filter(|c| *c != ' ').count()).unwrap_or(i64::MAX);
    if !is_chinese(&first.text) {
        // English: a label over a headline is short or set in capitals; a deck is longer than its headline.
        let label = first.text.chars().all(|c| !c.is_lowercase());
        let words = first.text.split_whitespace().count();
        let shouting = second.text.chars().all(|c| !c.is_lowercase());
        return (label && !shouting && words <= 2)
            || words <= 2 && second.text.split_whitespace().count() > words + 1;
    }
    let mut score = 1;
    score += if looks_like_place(&first.text) { 3 } else { 0 };
    score += if KICKER_END.is_match(&first.text) { 2 } else { 0 };
    score += if second.text.contains(' ') { 1 } else { 0 };
    score -= if first.text.contains(' ') { 2 } else { 0 };
    score -= if is_deck(second) { 4 } else { 0 };
    score -= if length(second) >= 16 && length(second) * 2 > length(first) * 3 && !second.text.contains(' ') {
        2
    } else {
        0
    };
    score -= if first.text.ends_with(['！', '？']) { 1 } else { 0 };
    score > 0
}

/// 新绛泉掌镇 美化人居环境 擦亮生态招牌: a place or body first, then the clauses.
pub(crate) fn split_place(text: &str) -> Option<(String, String)> {
    let (first, rest) = text.split_once(' ')?;
    if !looks_like_place(first) || rest.chars().count() < 4 {
        return None;
    }
    let lengths: Vec<usize> = text.split(' ').map(|part| part.chars().count()).collect();
    let even = lengths.windows(2).all(|pair| pair[0] == pair[1]);
    // Two clauses of one length are a couplet (打造宜居城市 …): only a place of the surest kind stands apart.
    let sure = SURE_PLACE.is_match(first);
    (!even || sure && lengths.len() >= 3).then(|| (first.to_owned(), rest.to_owned()))
}

static SURE_PLACE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:省|市|区|县|乡|镇|街道|社区|局|委|院|公司|科协|学校|大学)$"));
