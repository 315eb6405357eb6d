"""A report as one HTML file: the data as JSON, and the page that shows them (data/report/)."""

from claimkit.output.report.html_page import html
from claimkit.output.report.phrases import counts

__all__ = ["counts", "html"]
