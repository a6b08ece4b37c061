"""Pages of their own for what the chat links to: an article, the list of them, the disagreements.

The chat shows their `<main>` beside itself; opened in a new tab they stand alone.
"""

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from crosscheck.app.page.assets import stylesheet
from crosscheck.app.page.folder import articles_html, disagreements_html
from crosscheck.app.page.opening import Opening, Searched
from crosscheck.app.page.reader import article_html
from crosscheck.app.page.text import shown

__all__ = ["documents"]


def documents(opening: Opening) -> APIRouter:
    """Return the routes that serve them."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/article")
    def article(id: str = Query(max_length=500), start: int = 0, end: int = 0) -> HTMLResponse:
        found = _opened(opening).articles.get(id)
        if found is None:
            raise HTTPException(404, "There is no such article.")
        return _document(found.title, article_html(found, start, end))

    @router.get("/articles")
    def articles() -> HTMLResponse:
        return _document("Articles", articles_html(_opened(opening).articles))

    @router.get("/disagreements")
    def disagreements() -> HTMLResponse:
        return _document("Disagreements", disagreements_html(_opened(opening).disagreements()))

    return router


def _opened(opening: Opening) -> Searched:
    if opening.assistant is None:
        raise HTTPException(503, "The articles are still being opened.")
    return opening.assistant.retriever


def _document(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{stylesheet()}</head><body class="document"><main>{body}</main></body></html>'
    )
