"""What this project costs beside others on the same articles: `python -m crosscheck.evals.bench`."""
