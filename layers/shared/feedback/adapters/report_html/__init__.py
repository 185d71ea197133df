"""report.html: the whole report as one page, without scripts and without the network. writer.report_html makes it."""
