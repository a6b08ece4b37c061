from fastapi import FastAPI
from fastapi.testclient import TestClient

from crosscheck.app.page.documents import documents
from crosscheck.app.page.opening import Opening


def test_below_the_list_of_articles_stands_which_files_are_missing_from_it(opening: Opening) -> None:
    app = FastAPI()
    app.include_router(documents(opening))
    notices = '<ul class="notices" aria-label="Notices"><li>skipped photo.md: it is not text</li></ul>'
    assert f"</ul>{notices}</main>" in TestClient(app).get("/articles").text
