"""The page in the browser: the chat, the articles beside it, the warnings.

from crosscheck.app.page import serve

serve(lambda progress: Assistant(Retriever.open("articles/", progress=progress)), name="articles")
"""

from crosscheck.app.page.errors import PageError
from crosscheck.app.page.serving import serve

__all__ = ["PageError", "serve"]
