"""Measuring claimkit on texts that people annotated, and drawing such texts.

read_polnear, read_speakers          what people annotated
from_records, from_extractions       what claimkit found
join, agreeing                       both, article by article; two people instead
score_attributions, score_speakers   figures with intervals
reliability                          whether confidence means what it says
attribution_mistakes, speaker_mistakes
sample                               articles to annotate, prefilled
"""

from claimkit.brat import read_text, text_file
from claimkit.evaluation.annotated import GoldArticle, Statement, agreeing, join, unknown_articles, untouched
from claimkit.evaluation.attributions import score_attributions
from claimkit.evaluation.gold import read_polnear, read_speakers
from claimkit.evaluation.mistakes import attribution_mistakes, chosen, speaker_mistakes
from claimkit.evaluation.predictions import Predictions, from_extractions, from_records, statement
from claimkit.evaluation.reliability import reliability
from claimkit.evaluation.scores import SAMPLES, SEED
from claimkit.evaluation.speaker_scores import score_speakers
from claimkit.models.measures import Mistake, Reliability, Score, Scores

__all__ = [
    "SAMPLES",
    "SEED",
    "GoldArticle",
    "Mistake",
    "Predictions",
    "Reliability",
    "Score",
    "Scores",
    "Statement",
    "agreeing",
    "attribution_mistakes",
    "chosen",
    "from_extractions",
    "from_records",
    "join",
    "read_polnear",
    "read_speakers",
    "read_text",
    "reliability",
    "score_attributions",
    "score_speakers",
    "speaker_mistakes",
    "statement",
    "text_file",
    "unknown_articles",
    "untouched",
]
