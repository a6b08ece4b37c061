"""Articles that mean harm, read from files and shown wherever text is shown: nothing they hold is asked for."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

C = "http://canary.invalid"
ATTACKS = {
    "script": f"<script>fetch('{C}/s')</script><script src={C}/s.js></script>",
    "image": f"<img src={C}/i onerror=alert(1)><img srcset='{C}/a 1x'><picture><source srcset={C}/p></picture>",
    "handler": "<b onmouseover=alert(1) onfocus=alert(1) autofocus tabindex=0>b</b><details ontoggle=alert(1)>",
    "form": f"<form action={C}/f><input name=password autofocus><button formaction=javascript:alert(1)>",
    "frame": f"<iframe src={C}/f></iframe><object data={C}/o></object><embed src={C}/e><frame src={C}/g>",
    "style": f"<style>@import '{C}/c'; *{{background:url({C}/b)}}</style><p style='position:fixed;inset:0'>over",
    "link": f"<link rel=stylesheet href={C}/l><link rel=prefetch href={C}/p><base href={C}/>",
    "refresh": f"<meta http-equiv=refresh content='0;url={C}/r'><meta http-equiv=set-cookie content=a=b>",
    "svg": f"<svg onload=alert(1)><image href={C}/s /><use href={C}/u#x /></svg><math><mi xlink:href={C}/m>",
    "media": f"<video src={C}/v autoplay></video><audio src={C}/a autoplay></audio><track src={C}/t>",
    "closing": f"</span></p></q></cite></section></div></article></main></body><img src={C}/x>",
    "quotes": f"' onclick=alert(1) x='\" onmouseover=\"fetch('{C}/q')\" y=\"` onx=alert(1) ",
    "comment": f"--><img src={C}/c><!-- ]]><img src={C}/d> <![CDATA[ <img src={C}/e>",
    "template": f"${{fetch('{C}/t')}} {{{{constructor.constructor('alert(1)')()}}}} <%= x %> #{{x}} {{% x %}}",
    "entity": f"&lt;img src={C}/e&gt; &#60;img src={C}/h&#62; &amp;lt;script&amp;gt; \\u003cimg src={C}/u\\u003e",
    "markdown": f"![x]({C}/m?q=1) [click](javascript:alert(1)) [ref]: {C}/r <{C}/auto> {C}/bare",
    "fence": f"```\n</code></pre><img src={C}/f>\n```\n~~~html\n<img src={C}/g>\n~~~\n    <img src={C}/h>",
    "table": f"| a | b |\n|---|---|\n| <img src={C}/t> | ![x]({C}/u) |\n",
    "heading": f"# <img src={C}/h>\n\n## ![x]({C}/i)\n\n> <img src={C}/q>\n\n- <img src={C}/l>\n",
    "latex": f"$$\\href{{javascript:alert(1)}}{{x}} \\includegraphics{{{C}/l}} \\rule{{9999em}}{{9999em}}$$",
    "mermaid": f'```mermaid\ngraph TD; A-->B; click A "javascript:alert(1)"; click B "{C}/m"\n```',
    "imitation": '</p><p class="ahead"><a href="#">The sources disagree: see below</a></p><section class="absent">'
    "<h3>Not in the sources</h3></section> [1] No disagreement found.",
    "direction": "\u202egnp.exe\u202c \u2066abc\u2069 \x1b]0;title\x07\x1b[2J \u200bzero\u200b",
    "half": "\ud83d <img src=" + C + "/half>",
    "nested": "<" * 2000 + f"img src={C}/n" + ">" * 2000 + "<b>" * 500,
    "event": "<a href=javascript:alert(1)>a</a><a href='data:text/html,<script>alert(1)</script>'>d</a><a ping=x>",
}


def page_of(attack: str) -> str:
    """Return the attack as a page: once as markup, once as the text that it looks like."""
    text = attack.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = f"<main><p>The canary sings. {text}</p>{attack}<p>The end of it.</p></main>"
    return f"<title>{text}</title><meta name=author content=x>{body}"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, attack in ATTACKS.items():
        title = " ".join(attack.replace("'", "''").encode(errors="replace").decode().split())
        title = re.sub("[\x00-\x1f]", "", title)
        front = f"---\ntitle: '{title[:250]}'\nauthor: '<img src={C}/author>'\nurl: 'https://canary.invalid/\"><img>'\n---\n"
        (folder / f"{name}.md").write_text(f"{front}\nThe canary sings. {attack}\n", errors="replace")
        (folder / f"{name}-page.html").write_text(page_of(attack), errors="replace")
    return folder


@pytest.fixture(scope="module")
def hostile(articles: Path) -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).parent / "hostile.py"), str(articles)]
    with subprocess.Popen(command, stdout=PIPE, text=True) as process:
        assert process.stdout
        yield re.findall(r"http://[\d.:]+", process.stdout.readline())[0] + "/"
        process.send_signal(signal.SIGINT)


@pytest.mark.parametrize("width", ["desktop"])
def test_e1_no_request_leaves_the_page_of_a_hostile_article(
    context: BrowserContext, hostile: str, articles: Path
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(hostile)
    box = page.get_by_role("textbox", name="Question")
    names = sorted(path.stem for path in articles.iterdir())
    for number, name in enumerate(names, start=1):
        if number % 10 == 1 and number > 1:  # each picture carries all turns
            page.goto(hostile)
        box.fill(name)
        box.press("Enter")
        turn = page.locator(".turn").last
        expect(turn.get_by_role("heading", level=2)).to_have_text(name)
        expect(turn.locator(".sources")).to_be_visible()
        source = turn.get_by_role("link", name="Source 1").first
        expect(source).to_have_attribute("href", re.compile(rf"id={name}&"))
        source.click()
        expect(page.get_by_role("complementary").locator("mark").first).to_be_attached()
        for tag in (
            "img",
            "form",
            "iframe",
            "object",
            "video",
            "svg image",
            "script",
            "style",
            "[onload]",
            "[onerror]",
        ):
            assert page.locator(f".turn {tag}, #panel {tag}").count() == 0, (name, tag)
        links = page.locator(".turn a, #panel a").evaluate_all(
            "found => found.map(one => one.getAttribute('href'))"
        )
        assert [
            href for href in links if not href.startswith(("#", "article?", hostile, "https://canary.invalid/"))
        ] == []
    for name in names:
        page.goto(f"{hostile}article?id={name}")
        assert page.locator("img, form, iframe, object, video").count() == 0, name
    left = [url for url in asked if urlsplit(url).hostname != "127.0.0.1"]
    sys.stdout.write(
        f"{len(names)} hostile articles shown, {len(asked)} requests, {len(left)} of them left the page\n"
    )
    assert left == []
    assert len(names) == 2 * len(ATTACKS)


@pytest.mark.soak
@pytest.mark.parametrize("width", ["desktop"])
def test_no_question_asked_as_a_page_of_many_articles_comes_up_is_lost(
    context: BrowserContext, hostile: str, articles: Path
) -> None:
    page = context.new_page()
    asked = sorted(path.stem for path in articles.iterdir())
    for number, name in enumerate(asked + asked):
        page.goto(hostile)
        box = page.get_by_role("textbox", name="Question")
        box.fill(name)
        box.press("Enter")
        expect(page.locator(".turn .sources"), f"question {number}").to_be_visible(timeout=10_000)
