"""Cross-encoders: whether two sentences agree, and whether a sentence answers a question.

from crosscheck.index.models import NliModel, RelevanceModel, RivalModel

NliModel.load().judge([("Python serves the traffic.", "Java serves the traffic.")])
RelevanceModel.load().score("Who serves the traffic?", ["Python serves the traffic."])
RivalModel.load().score("Who serves the traffic?", [("Python serves the traffic.", "Java serves the traffic.")])
"""

from crosscheck.index.models.context import contextualise
from crosscheck.index.models.cross_encoders import NliModel, RelevanceModel, RivalModel

__all__ = ["NliModel", "RelevanceModel", "RivalModel", "contextualise"]
