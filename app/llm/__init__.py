"""An optional language model behind an OpenAI-compatible address: it may put an answer in other words.

It may also be asked what it thinks of pairs of sentences when an index is built. It does no more.

from crosscheck.app import Assistant
from crosscheck.app.llm import rephraser

assistant = Assistant(retriever, reword=rephraser("http://127.0.0.1:11434/v1", "llama3.2"))
"""

from crosscheck.app.llm.endpoint import KEY, Endpoint, endpoint
from crosscheck.app.llm.judge import adviser
from crosscheck.app.llm.rephrase import rephraser

__all__ = ["KEY", "Endpoint", "adviser", "endpoint", "rephraser"]
