"""Cross-encoders: whether two sentences agree, and whether a sentence answers a question.

from crosscheck.index.models import NliModel, RelevanceModel

NliModel.load().judge([("Python serves the traffic.", "Java serves the traffic.")])
RelevanceModel.load().score("Who serves the traffic?", ["Python serves the traffic."])
"""

from crosscheck.index.models.context import contextualise
from crosscheck.index.models.cross_encoders import NliModel, RelevanceModel

__all__ = ["NliModel", "RelevanceModel", "contextualise"]
