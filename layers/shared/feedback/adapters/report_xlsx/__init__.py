"""results.xlsx: the report as a workbook; and any table as one, for the tools."""
