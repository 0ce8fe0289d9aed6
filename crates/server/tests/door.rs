//! The door from outside: bytes on a socket in, bytes out.

#[cfg(test)]
mod visitor;

use serde_json::{Value, json};
use visitor::Visitor;

#[test]
fn the_front_page_comes_with_the_address_and_leaves_a_cookie() {
    let visitor = Visitor::at_the_door();
    let page = visitor.get(&visitor.first_path(), &[]);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.text(), "<!doctype html>front");
    let cookie = page.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    // With the cookie the page reloads; without it nothing is shown.
    let again = visitor.get("/", &[("cookie", cookie.split(';').next().unwrap())]);
    assert_eq!((again.status, again.header("set-cookie").as_str()), (200, ""));
    let bare = visitor.get("/", &[("cookie", "")]);
    assert_eq!((bare.status, bare.json()["code"].as_str()), (401, Some("no-token")));
}

#[test]
fn every_answer_carries_the_guards() {
    let visitor = Visitor::at_the_door();
    for answer in
        [visitor.get("/", &[]), visitor.get("/nowhere", &[]), visitor.get("/", &[("host", "evil.example")])]
    {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[test]
fn strangers_are_turned_away() {
    let visitor = Visitor::at_the_door();
    let token = visitor.token();
    let body = br#"{"args":{}}"#;
    let code = |headers: &[(&str, &str)]| {
        let answer = visitor.post("/api/echo", headers, body);
        (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(code(&[]), (401, "no-token".to_owned()));
    assert_eq!(code(&[("x-broadsheet-token", "00")]), (401, "no-token".to_owned()));
    assert_eq!(
        code(&[("x-broadsheet-token", token), ("host", "evil.example")]),
        (421, "wrong-host".to_owned())
    );
    assert_eq!(
        code(&[("x-broadsheet-token", token), ("origin", "http://evil.example")]),
        (403, "foreign-page".to_owned())
    );
    assert_eq!(
        code(&[("x-broadsheet-token", token), ("sec-fetch-site", "cross-site")]),
        (403, "foreign-page".to_owned())
    );
    assert_eq!(code(&[("x-broadsheet-token", token)]).0, 200);
}

#[test]
fn calls_go_in_and_answers_and_refusals_come_out() {
    let visitor = Visitor::at_the_door();
    let ask = json!({ "as": null, "lang": "zh-CN", "args": { "text": "汾河" } });
    let answer = visitor.act("/api/echo", ask.to_string().as_bytes());
    assert_eq!((answer.status, answer.json()), (200, ask));
    let refused = visitor.act("/api/refuse", b"{}");
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json(), json!({ "code": "stale", "message": "no", "hint": "look" }));
    let broken = visitor.act("/api/echo", b"{");
    assert_eq!((broken.status, broken.json()["code"].as_str()), (400, Some("bad-arguments")));
    // A panic inside is one failed answer, and the door stays open.
    let panicked = visitor.act("/api/panic", b"{}");
    assert_eq!((panicked.status, panicked.json()["code"].as_str()), (500, Some("internal")));
    assert_eq!(visitor.act("/api/echo", b"{}").status, 200);
}

#[test]
fn files_are_taken_in_up_to_a_size() {
    let visitor = Visitor::at_the_door();
    let answer = visitor.act("/upload?name=%E5%A4%A7%E6%A0%B7.md", &[0xFF, 0, 7]);
    assert_eq!(answer.json(), json!({ "upload": "大样.md:3" }));
    let large = vec![0_u8; 53 * 1024 * 1024];
    let answer = visitor.act("/upload?name=x", &large);
    assert_eq!((answer.status, answer.json()["code"].as_str()), (413, Some("too-large")));
}

#[test]
fn pictures_are_sent_once() {
    let visitor = Visitor::at_the_door();
    let first = visitor.look("/media/page/0198/display?v=1", &[]);
    assert_eq!((first.status, first.text().as_str()), (200, "page/0198/display v=1"));
    assert_eq!(first.header("etag"), "\"e1\"");
    let again = visitor.look("/media/page/0198/display", &[("if-none-match", "\"e1\"")]);
    assert_eq!((again.status, again.body.len()), (304, 0));
}

/// Whatever a path says, no file is opened: the UI is looked up in memory, and media paths are ids.
#[test]
fn paths_lead_nowhere_but_to_what_is_named() {
    let visitor = Visitor::at_the_door();
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/assets/../../secret",
        "/assets/%2e%2e%2f%2e%2e%2fsecret",
        "/assets//app.js",
        "//etc/passwd",
        "/C:/windows",
        "/..%5csecret",
        "/media/../secret",
        "/media/%2e%2e/secret",
        "/media/..%2fsecret",
        "/media//etc/passwd",
        "/media/",
        "/secret\\",
        "/index.html/",
    ] {
        let answer = visitor.look(path, &[]);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    assert_eq!(visitor.look("/assets/app.js", &[]).text(), "app");
    // Commands only by POST, pictures only by GET.
    assert_eq!(visitor.look("/api/echo", &[]).status, 404);
    assert_eq!(visitor.act("/media/page/0198/display", b"").status, 404);
    assert_eq!(visitor.look("/upload", &[]).json()["code"], Value::from("no-such-address"));
}

#[test]
fn an_answer_that_has_begun_is_finished_before_the_end() {
    let visitor = Visitor::at_the_door();
    let slow = visitor.begin("/api/wait", b"{}");
    visitor.wait_until_inside();
    visitor.close();
    visitor.let_go();
    assert_eq!(slow.join().expect("the answer comes").status, 200);
    visitor.is_closed();
}
