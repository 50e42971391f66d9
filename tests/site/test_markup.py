"""Links are rewritten in tags, and nothing that is only said."""

from annotator.site import markup

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>A &amp; B</title>
<meta name="description" content="href=x /claims/y"></head>
<body><main id="main"><p>He said href="/desk" &lt;a href="/no"&gt;</p>
<a href="/claims/x?a=1&amp;b=2">x</a><img src="/a.png" srcset="/a.png 1x, /b.png 2x">
<script>not words</script></main><p>Foot</p></body></html>"""


def test_each_link_is_rewritten_and_words_are_left():
    seen = []

    def rewrite(link):
        seen.append(link)
        return f"/p{link}"

    page = markup.with_links(PAGE, rewrite)
    assert seen == ["/claims/x?a=1&b=2", "/a.png", "/a.png", "/b.png"]
    assert 'href="/p/claims/x?a=1&amp;b=2"' in page
    assert 'srcset="/p/a.png 1x, /p/b.png 2x"' in page
    assert 'He said href="/desk" &lt;a href="/no"&gt;' in page


def test_a_tag_that_needs_a_server_is_left_out():
    page = markup.with_links('<p><link href="/oembed"> x</p>', lambda _: None)
    assert page == "<p> x</p>"


def test_what_is_read_on_a_page_is_what_is_in_its_main_part():
    assert markup.title(PAGE) == "A & B"
    assert markup.words(PAGE) == 'He said href="/desk" <a href="/no"> x'
    assert list(markup.ids(PAGE)) == ["main"]


def test_a_page_states_its_policy_without_what_only_headers_can_say():
    page = markup.with_policy(PAGE, "default-src 'none'; frame-ancestors 'none'")
    assert "content=\"default-src 'none'\"" in page


def test_addresses_that_are_only_printed_are_known():
    page = '<p><a href="/a" data-note="a.example/passages/3">x</a> data-note="no"</p>'
    assert [*markup.printed(page)] == ["a.example/passages/3"]
