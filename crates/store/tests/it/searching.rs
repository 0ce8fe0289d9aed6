//! Search.

use broadsheet_copy::StoryDoc;
use broadsheet_copy::StreamId;
use broadsheet_copy::story::{Fields, StoryEvent};
use broadsheet_store::{Library, Order};

use crate::paper::{change, command, desk, file, inserted, story_id};

fn found(library: &Library, query: &str) -> Vec<String> {
    library.search(query, 10).unwrap().into_iter().map(|hit| hit.headline).collect()
}

fn newsroom(library: &Library) {
    file(library, 1, "新绛县打造鼓乐之乡", &["本报讯（记者 景云）投资四亿元。", "鼓匠说：好鼓要三个月。"]);
    file(library, 2, "Reuters reports", &["LONDON (Reuters) — The Bank of England said so on 2022-11-17."]);
    file(library, 3, "运城晚报改版", &["运城晚报讯 今天起改版。"]);
    let doc = StoryDoc::from_parts("肩上的题", "无名", "副题在此", ["正文"]);
    let whole = StoryEvent::Filed {
        doc,
        fields: Fields::default(),
        tags: Default::default(),
        author: None,
        author_name: String::new(),
    };
    library.append(&command(vec![change(StreamId::Story(story_id(4)), 0, whole)])).unwrap();
}

#[test]
fn any_run_of_characters_is_found() {
    let desk = desk();
    newsroom(&desk.library);
    for (query, headlines) in [
        ("鼓", &["新绛县打造鼓乐之乡"][..]),
        ("四亿", &["新绛县打造鼓乐之乡"]),
        ("资四亿元", &["新绛县打造鼓乐之乡"]),
        ("景云", &["新绛县打造鼓乐之乡"]),
        ("月", &["新绛县打造鼓乐之乡"]),
        ("投资五亿", &[]),
        ("亿四", &[]),
        ("reuters", &["Reuters reports"]),
        ("ＥＵＴＥ", &["Reuters reports"]),
        ("bank of eng", &["Reuters reports"]),
        ("2022-11", &["Reuters reports"]),
        ("改版", &["运城晚报改版"]),
        ("肩上", &["无名"]),
        ("副题在", &["无名"]),
        ("讯", &["运城晚报改版", "新绛县打造鼓乐之乡"]),
        ("", &[]),
        ("，。 ", &[]),
    ] {
        assert_eq!(found(&desk.library, query), headlines, "{query}");
    }
}

#[test]
fn nothing_in_a_query_is_an_operator() {
    let desk = desk();
    newsroom(&desk.library);
    for query in [
        "\"",
        "\"\"",
        "*",
        "鼓*",
        "鼓\"",
        "NEAR(",
        "鼓 OR 报",
        "AND",
        "NOT 鼓",
        "headline:鼓",
        "^鼓",
        "{鼓}",
        "-鼓",
        "鼓 + 报",
        "'",
        "';--",
        "\0",
        "鼓\0",
        "(",
        ")",
        "\u{10ffff}",
        "👍🏽",
        "ﷺ",
        "a\u{301}\u{301}",
    ] {
        let hits = desk.library.search(query, 10);
        assert!(hits.is_ok(), "{query:?}: {hits:?}");
    }
    assert_eq!(found(&desk.library, "headline:鼓"), Vec::<String>::new());
    assert_eq!(found(&desk.library, "鼓 OR 报"), Vec::<String>::new());
}

#[test]
fn an_edit_is_found_at_once_and_what_it_took_out_no_longer() {
    let desk = desk();
    let id = file(&desk.library, 1, "题", &["旧文"]);
    assert_eq!(found(&desk.library, "旧文"), ["题"]);
    let edit = command(vec![change(StreamId::Story(id), 1, inserted("题", "新编"))]);
    desk.library.append(&edit).unwrap();
    assert_eq!(found(&desk.library, "编旧"), ["题"]);
    let cut = serde_json::json!({"stepType": "replace", "from": 10, "to": 12});
    let cut = command(vec![change(StreamId::Story(id), 2, StoryEvent::Edited { steps: vec![cut] })]);
    desk.library.append(&cut).unwrap();
    assert_eq!(found(&desk.library, "旧文"), Vec::<String>::new());
    assert_eq!(found(&desk.library, "新编"), ["题"]);
}

#[test]
fn the_newest_come_first_and_the_snippet_shows_the_run() {
    let desk = desk();
    let long = format!("{}绛州大鼓{}", "甲".repeat(60), "乙".repeat(60));
    file(&desk.library, 1, "一", &[&long]);
    file(&desk.library, 2, "二", &["绛州大鼓响起来。绛州大鼓再响起来。"]);
    let hits = desk.library.search("绛州大鼓", 10).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.headline.as_str()).collect::<Vec<_>>(), ["二", "一"]);
    assert_eq!(hits[1].snippet, format!("…{}绛州大鼓{}…", "甲".repeat(16), "乙".repeat(40)));
    assert_eq!(hits[0].snippet, "绛州大鼓响起来。绛州大鼓再响起来。");
    assert_eq!(hits[0].date.to_string(), "2022-11-17");
    assert_eq!(desk.library.search("绛州大鼓", 1).unwrap().len(), 1);
    assert_eq!(desk.library.search("绛州大鼓", 0).unwrap().len(), 0);
}

#[test]
fn relevance_weighs_where_a_run_stands() {
    let desk = desk();
    file(&desk.library, 1, "绛州大鼓", &["响起来。"]);
    file(&desk.library, 2, "其他", &["甲乙丙丁，说到绛州大鼓。"]);
    for n in 3..9 {
        file(&desk.library, n, "无关", &["别的事。"]);
    }
    let hits = desk.library.search_by("绛州大鼓", 10, Order::Relevance).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.headline.as_str()).collect::<Vec<_>>(), ["绛州大鼓", "其他"]);
    assert_eq!(found(&desk.library, "绛州大鼓"), ["其他", "绛州大鼓"]);
}
