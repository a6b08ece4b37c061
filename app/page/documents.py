"""Pages of their own for what the chat links to: an article, the list of them, the disagreements.

The chat shows their `<main>` beside itself; opened in a new tab they stand alone.
"""

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from crosscheck.app.page.assets import stylesheet
from crosscheck.app.page.folder import articles_html, disagreements_html
from crosscheck.app.page.opening import Opening, Searched
from crosscheck.app.page.reader import article_html, place_of
from crosscheck.app.page.text import shown

__all__ = ["documents"]

_GONE = "There is no such article in the folder; it may have been there before."
_CHANGED = "The article has changed since it was quoted: the sentence is not in it any more."


def documents(opening: Opening) -> APIRouter:
    """Return the routes that serve them."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/article")
    def article(
        id: str = Query(max_length=500), start: int = 0, end: int = 0, print: str = Query("", max_length=8)
    ) -> HTMLResponse:
        found = _opened(opening).articles.get(id)
        if found is None:
            return _document("No such article", f"<p>{_GONE}</p>", status=404)
        place = place_of(found, start, end, print)
        changed = "" if place else f'<p class="changed" role="status">{_CHANGED}</p>'
        return _document(found.title, changed + article_html(found, *(place or (0, 0))))

    @router.get("/articles")
    def articles() -> HTMLResponse:
        retriever = _opened(opening)
        return _document("Articles", articles_html(retriever.articles, retriever.notices))

    @router.get("/disagreements")
    def disagreements() -> HTMLResponse:
        retriever = _opened(opening)
        asking = opening.folder.asking if opening.folder else {}
        body = disagreements_html(retriever.disagreements(), retriever.opinions(), asking)
        return _document("Disagreements", body)

    return router


def _opened(opening: Opening) -> Searched:
    if opening.assistant is None:
        raise HTTPException(503, "The articles are still being opened.")
    return opening.assistant.retriever


def _document(title: str, body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{stylesheet()}</head><body class="document"><header><h1><a href="./">Crosscheck</a></h1></header>'
        f"<main>{body}</main></body></html>",
        status,
    )
