"""From scanned answer sheets to points, item analysis and what to revise."""
