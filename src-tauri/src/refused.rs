//! The page that stands in the window when the library could not be opened: why, and what to do.

use broadsheet_newsroom::{Lang, Refusal};
use tauri::http::{Response, header};

/// Where it is, under the window's own scheme.
pub(crate) const PAGE: &str = "/refused";
/// Where the library is tried again.
pub(crate) const AGAIN: &str = "/again";
/// Its style sheet.
pub(crate) const LOOK: &str = "/refused.css";

const STYLE: &str = "\
:root{color-scheme:light dark}
body{margin:0;height:100vh;display:grid;place-items:center;background:#ecebe7;color:#1d1d1b;\
font:16px/1.6 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}
main{max-width:34em;padding:2.5em 3em;background:#fbf9f4;border-top:4px solid #c8402a;\
box-shadow:0 2px 24px #0002}
h1{font-size:1.25em;margin:0 0 .6em}p{margin:.4em 0;overflow-wrap:anywhere}
code{color:#6b665c;font-size:.85em}
a{display:inline-block;margin:.9em 0 .3em;padding:.35em 1.2em;border-radius:6px;background:#1d57b5;color:#fff;\
text-decoration:none}a:focus-visible{outline:3px solid #1d57b5;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#1b1d20;color:#eceae4}main{background:#26292e}code{color:#a49f93}}
";

/// The page. It holds no script, and may load nothing but its style sheet.
pub(crate) fn page(refusal: Option<&Refusal>, lang: Lang) -> Response<Vec<u8>> {
    let (tag, title, again) = match lang {
        Lang::Zh => ("zh-CN", "稿库无法打开", "再试一次"),
        Lang::En => ("en", "The library cannot be opened", "Try again"),
    };
    let [message, hint, code] =
        refusal.map_or([""; 3], |no| [&*no.message, &*no.hint, &*no.code]).map(escaped);
    let html = format!(
        "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{LOOK}\"><main role=\"alert\"><h1>{title}</h1>\
         <p>{message}</p><p>{hint}</p><p><a href=\"{AGAIN}\">{again}</a></p><p><code>{code}</code></p>\
         </main></html>"
    );
    answer("text/html; charset=utf-8", html)
}

/// The page's style sheet.
pub(crate) fn look() -> Response<Vec<u8>> {
    answer("text/css; charset=utf-8", STYLE.to_owned())
}

fn answer(mime: &'static str, body: String) -> Response<Vec<u8>> {
    let mut response = Response::new(body.into_bytes());
    let policy = "default-src 'none'; style-src broadsheet: http://broadsheet.localhost";
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(mime));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(policy));
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_why_and_what_to_do_and_runs_nothing() {
        let refusal = Refusal {
            code: "library-in-use".to_owned(),
            message: "进程 <42> 正在使用".to_owned(),
            hint: "先关闭它".to_owned(),
        };
        let page = page(Some(&refusal), Lang::Zh);
        let html = String::from_utf8(page.body().clone()).unwrap();
        for words in ["稿库无法打开", "进程 &lt;42&gt; 正在使用", "先关闭它", "再试一次", "library-in-use"]
        {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("<script"));
        assert!(
            page.headers()[header::CONTENT_SECURITY_POLICY]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'")
        );
    }
}
