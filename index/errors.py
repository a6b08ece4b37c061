"""What can go wrong, as types.

CrosscheckError
├── BadInput          a question, history or option that cannot be used
├── ArticlesError     the folder of articles
│   ├── NoArticles    nothing in it can be read
│   └── SourceRejected  one file cannot be read; a build names it and goes on
├── StoreError        the index on disk
│   ├── IndexCorrupt  a file differs from what was written
│   ├── IndexBusy     another process is building it
│   └── IndexIncompatible  made by another format version or another model
├── ModelError        weights that are missing, damaged or of the wrong kind
├── ClusterError      the workers that a build was to run on
└── MissingExtra      a library that only some users need is not installed

Each message is one line for the user: it names the offending value and the way out.

    try:
        retriever = Retriever.open("articles/")
    except CrosscheckError as error:
        sys.exit(str(error))
"""

__all__ = [
    "ArticlesError",
    "BadInput",
    "ClusterError",
    "CrosscheckError",
    "IndexBusy",
    "IndexCorrupt",
    "IndexIncompatible",
    "MissingExtra",
    "ModelError",
    "NoArticles",
    "SourceRejected",
    "StoreError",
]


class CrosscheckError(Exception):
    """Anything Crosscheck refuses to do; the message is meant for the user."""


class BadInput(CrosscheckError):
    """A question, a history or an option that cannot be used."""


class ArticlesError(CrosscheckError):
    """The folder of articles cannot be used."""


class NoArticles(ArticlesError):
    """The folder holds no article that can be read."""


class SourceRejected(ArticlesError):
    """One file cannot be read as an article."""


class StoreError(CrosscheckError):
    """The index on disk cannot be used."""


class IndexCorrupt(StoreError):
    """A file of the index differs from what was written."""


class IndexBusy(StoreError):
    """Another process is building this index."""


class IndexIncompatible(StoreError):
    """The index was made by another format version or another model."""


class ModelError(CrosscheckError):
    """Model weights are missing, damaged or of the wrong kind."""


class ClusterError(CrosscheckError):
    """The workers that a build was to run on cannot be used."""


class MissingExtra(CrosscheckError):
    """A library that only some users need is not installed; the message says which extra brings it."""
