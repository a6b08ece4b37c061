"""Ask a folder of articles: the assistant, the command line and the page.

from crosscheck.app import Assistant
from crosscheck.index import Retriever

answer = Assistant(Retriever.open()).ask("Is the backend Java or Python?", history=["What is Netflix built with?"])
for statement in answer.statements:
    print(statement.text, statement.citations)
"""

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Statement"]
