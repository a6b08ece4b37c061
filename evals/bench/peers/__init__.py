"""One module for each peer, run by the interpreter of a virtual environment of its own; see runner.py.

Each has `build(articles, store)`, which indexes a folder of Markdown and returns how many texts it embedded, and
`searcher(articles, store)`, which opens that index and returns a function from a question to the first five texts.
"""
